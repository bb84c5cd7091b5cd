import pytest


@pytest.fixture
def place(tmp_path):
    def write(data, name="table"):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write
