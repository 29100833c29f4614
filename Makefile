.PHONY: check quick newest lowest fix golden locale-data situations bench pictures record compare
bin ?= .venv/bin

check:
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/python -m pytest -q -n auto

# Under a minute: the rooms one by one, and the commands that go through all of them.
quick:
	$(bin)/python -m pytest -q -n auto tests/unit tests/cli/test_app.py tests/cli/test_app_cut_short.py tests/cli/test_reply.py

# The newest and the lowest libraries that pyproject.toml allows, each in a fresh environment.
newest lowest:
	python3 tools/fresh.py $@

fix:
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

golden:
	$(bin)/python -m pytest -q tests/golden --write-golden

# release=2.19.0 makes it from another release of Babel; without it, from the release that the snapshot names.
locale-data:
	$(bin)/python tools/locale_data.py $(if $(release),--release $(release))

# From the messages in tools/situations; a few minutes.
situations:
	$(bin)/python tools/train_situations.py

bench:
	$(bin)/python tests/benchmarks/start.py
	$(bin)/python tests/benchmarks/render.py
	$(bin)/python tests/benchmarks/record.py
	$(bin)/python tests/benchmarks/deadlines.py
	$(bin)/python tests/benchmarks/coverage.py
	$(bin)/python tests/benchmarks/detection.py
	$(bin)/python tests/benchmarks/memory.py
	$(bin)/python tests/benchmarks/situations.py

pictures:
	$(bin)/python docs/pictures/make.py

# What command lines print, before and after: make record out=before.json; make compare before=before.json
record:
	$(bin)/python tests/contract/command_lines.py record --python $(bin)/python --out $(out)

compare:
	$(bin)/python tests/contract/command_lines.py record --python $(bin)/python --out $(before).now
	$(bin)/python tests/contract/command_lines.py compare $(before) $(before).now
