# Needs Python 3.11 (or newer) and make; everything else comes from the package registries that pip is set up for.
# `make help` lists the targets.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
SIMPUL_HOME ?= .simpul
export SIMPUL_HOME

LINUX_VENV := Di Debian dan Ubuntu: apt-get install python3-venv. Lalu ulangi.
NETWORK := Periksa jaringan atau cermin paket (pip config list), lalu ulangi; yang sudah terunduh tidak diunduh lagi.

.DEFAULT_GOAL := help
.PHONY: help demo setup test lint types soak bench lock clean
.DELETE_ON_ERROR:

help: ## daftar perintah ini
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: .venv/demo.stamp .venv/kafka.stamp ## menyalakan Simpul dengan data contoh; Ctrl-C menghentikannya
	@exec $(BIN)/simpul up --demo

setup: .venv/dev.stamp .venv/kafka.stamp ## menyiapkan lingkungan pengembang

test: setup lint types ## memeriksa gaya, tipe, lalu semua uji pada Kafka dan PostgreSQL sungguhan
	$(BIN)/pytest $(TESTS)

lint: .venv/dev.stamp ## memeriksa gaya dan batas antarbagian
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/dev.stamp ## memeriksa tipe
	$(BIN)/mypy

soak: setup ## uji gangguan yang panjang; menit: make soak MINUTES=60
	$(BIN)/python -m tests.fairness --events 500000
	$(BIN)/python -m tests.faults --minutes $(or $(MINUTES),30)

bench: setup ## mengukur laju dan kelambatan
	$(BIN)/python -m tests.bench $(BENCH)

lock: .venv/dev.stamp ## membuat ulang kedua berkas kunci dari pyproject.toml; UPGRADE=1 mengambil versi terbaru
	$(BIN)/uv pip compile $(UV) --extra embedded -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile $(UV) --extra embedded --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

UV := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
  $(if $(UPGRADE),--upgrade)

# The developers' environment holds all of the demo's, so whoever has it needs no second installation.
.venv/demo.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@if [ -e .venv/dev.stamp ]; then $(MAKE) --no-print-directory .venv/dev.stamp; else \
	  $(call install,requirements.lock); fi
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml | .venv/bin/python
	@$(call install,requirements-dev.lock)
	@touch $@

# Kafka's jars, checked against hub/embedded/kafka-jars.lock, and Java's recording of how it starts: once per user.
.venv/kafka.stamp: hub/embedded/kafka-jars.lock | .venv/bin/python
	@$(BIN)/python -m hub.embedded.prepare
	@touch $@

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 atau lebih baru tidak ditemukan. Pasang, atau sebutkan: make PYTHON=/jalan/ke/python3.11 …"; exit 1; }
	@echo "Membuat lingkungan Python di .venv …"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Lingkungan .venv tidak dapat dibuat. $(LINUX_VENV)"; exit 1; }

# pip counts aloud, because a slow line can take minutes; its errors go to the screen as they are.
install = echo "Memasang pustaka yang dikunci dalam $(1) …"; rm -f .venv/failed; \
  { $(PIP) --require-hashes -r $(1) || touch .venv/failed; } | awk -v total="$$(grep -c '==' $(1))" \
    '/^ *(Downloading|Using cached|Requirement already) / { if (++n % 10 == 0) { printf "  %d dari %d\n", n, total; fflush() } }'; \
  if [ -e .venv/failed ]; then echo "Pustaka tidak dapat dipasang. $(NETWORK)"; exit 1; fi; \
  $(PIP) --quiet --no-deps --no-build-isolation -e . \
    || { echo "Simpul sendiri tidak dapat dipasang; pesan di atas menyebut sebabnya."; exit 1; }

PIP := $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off

clean: ## menghapus lingkungan, data contoh, dan semua hasil sampingan
	@if kill -0 "$$(cat $(SIMPUL_HOME)/up.lock 2>/dev/null)" 2>/dev/null; then \
	  echo "Simpul sedang berjalan pada $(SIMPUL_HOME). Hentikan dahulu (Ctrl-C di jendelanya)."; exit 1; fi
	@if [ -e $(SIMPUL_HOME)/region.json ] && ! grep -q '"demo": true' $(SIMPUL_HOME)/region.json; then \
	  echo "$(SIMPUL_HOME) milik daerah sungguhan (data dan kunci induk). Hapus sendiri bila memang itu yang dimaksud."; exit 1; fi
	@if [ -L $(SIMPUL_HOME)/postgres/data ]; then rm -rf "$$(readlink $(SIMPUL_HOME)/postgres/data)"; fi
	rm -rf .venv $(SIMPUL_HOME) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Unduhan Kafka dipakai bersama semua salinan; hapus juga, bila perlu: rm -rf $${SIMPUL_CACHE:-$${XDG_CACHE_HOME:-$$HOME/.cache}/simpul}"
