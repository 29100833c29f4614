"""``python -m pytest tests/golden --write-golden`` writes the golden files anew; then read the difference."""


def pytest_addoption(parser):
    parser.addoption("--write-golden", action="store_true", help="write the golden files instead of comparing")
