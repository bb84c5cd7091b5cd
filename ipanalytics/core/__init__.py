"""What knows no statistics: errors, folders and files of a project, YAML, periods, languages.

In: paths, texts. Out: checked records, periods, texts in the language in use.
Read `errors`, `project` (also the one policy of caches over files), `files`, `yaml_schema`, `periods`, `i18n`,
`threads`, `confinement`.
"""
