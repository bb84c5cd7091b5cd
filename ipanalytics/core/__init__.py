"""What knows no statistics: errors, folders and files of a project, YAML, periods, languages.

In: paths, texts. Out: checked records, periods, texts in the language in use. `project` also holds the one policy of
caches over files. Read `errors`, `project`, `files`,
`yaml_schema`, `periods`, `i18n`, `confinement`.
"""
