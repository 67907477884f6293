# Every target does the set-up it needs in .venv, and says what it does.
# 每个目标都会先在 .venv 中装好所需的软件，并说明正在做什么。
#
#   make lab PORT=8890 NOBROWSER=1     another port, no browser · 换端口、不打开浏览器
#   make lab PYTHON=/path/to/python    another Python (3.11 or newer) · 指定 Python（3.11 或更新）

PY := .venv/bin/python
PYTHONS := python3.13 python3.12 python3.11 python3.14 python3 python
UV := $(shell uv --version >/dev/null 2>&1 && echo uv)
SERVE := $(if $(PORT),--port $(PORT)) $(if $(NOBROWSER),--no-browser)
TESTED := tests cxlab notebooks
COMMA := ,

export UV_COMPILE_BYTECODE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A copied or moved folder is set up again: the stamps hold the place they were made for.
$(shell [ "$$(cat .venv/lab.stamp 2>/dev/null)" = "$$PWD" ] || rm -f .venv/lab.stamp .venv/dev.stamp)

.PHONY: help lab dash test notebooks bench lint doctor
.DEFAULT_GOAL := help

help: ## this list · 本列表
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

lab: .venv/lab.stamp ## open JupyterLab on the notebooks · 用 JupyterLab 打开课程笔记本
	@echo "[cxlab] starting JupyterLab; stop it with Ctrl-C"
	@$(PY) -m cxlab.cli lab $(SERVE)

dash: .venv/lab.stamp ## show the notebooks as pages (Voila) · 用 Voila 打开仪表板页面
	@echo "[cxlab] starting Voila; stop it with Ctrl-C"
	@$(PY) -m cxlab.cli dash $(SERVE)

test: .venv/dev.stamp ## run all tests, doctests and notebooks · 运行全部测试
	@echo "[cxlab] testing: $(TESTED)"
	@CXLAB_HOME="$$PWD/.venv/test-home" PYTHONWARNINGS=error::FutureWarning OPENBLAS_NUM_THREADS=1 \
	    $(PY) -m pytest -n 2 --dist loadfile --nbval-lax --nbval-current-env --ignore=notebooks/instructor $(TESTED)

notebooks: .venv/dev.stamp ## build the notebooks from course/units · 由 course/units 生成笔记本
	@$(PY) -m cxlab.cli build

bench: .venv/dev.stamp ## measure speed and memory · 测量速度与内存
	@$(PY) -m benchmarks

lint: .venv/dev.stamp ## check style and types · 检查代码风格与类型
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

doctor: .venv/lab.stamp ## find out what is wrong with the set-up · 检查安装环境
	@$(PY) -m cxlab.cli doctor

# ---- set-up ----------------------------------------------------------------------------------

.venv/bin/python:
	@for name in "$(PYTHON)" $(PYTHONS); do \
	  found=$$("$$name" -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1); print(sys.executable)' 2>/dev/null) && break; \
	done; \
	if [ -z "$$found" ] && [ -z "$(UV)" ]; then \
	  echo "[cxlab] Python 3.11 or newer is needed, and none was found on PATH." >&2; \
	  echo "        Install one (python.org, apt install python3 python3-venv, brew install python)," >&2; \
	  echo "        or name one: make lab PYTHON=/path/to/python3.12" >&2; \
	  echo "        需要 Python 3.11 或更新版本，但没有找到。请先安装，或用 PYTHON=… 指定路径。" >&2; \
	  exit 1; \
	fi; \
	echo "[cxlab] 1/2 making .venv with $${found:-a Python that uv provides}"; \
	if [ -n "$(UV)" ]; then \
	  exec uv venv -q --clear --python "$${found:->=3.11}" .venv; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "[cxlab] $$found has no module 'venv'. On Debian or Ubuntu: apt install python3-venv" >&2; \
	  echo "        $$found 缺少 venv 模块。Debian / Ubuntu 请执行：apt install python3-venv" >&2; \
	  exit 1; \
	fi; \
	exec "$$found" -m venv --clear .venv

define install
	@echo "[cxlab] 2/2 installing $(1) $(if $(UV),with uv: seconds,with pip: about two minutes) (only the first time)"
	@$(if $(UV),uv pip install -q --python $(PY),$(PY) -m pip install -q) -c constraints.txt -e '$(2)'
endef

.venv/lab.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(call install,cxlab and its course data,.[data])
	@pwd > $@

.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(call install,cxlab and its test tools,.[dev$(COMMA)data$(COMMA)fast])
	@pwd | tee .venv/lab.stamp > $@
