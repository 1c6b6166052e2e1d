# The only commands needed: make demo, make test. Each installs what is missing.
SWIFT ?= swift
RELEASE = -c release --static-swift-stdlib
PREFIX ?= /usr/local

# What the manifest finds depends on what is installed, which SwiftPM's cache of manifests does not know:
# it looks anew when this differs.
export TIENDO_LIBRARIES := $(shell .ci/deps --list)

.PHONY: demo docs check test ci lint build release heavy mutations engines engines-spark asan bench bench-peers bench-full bench-scale bench-formats bench-engines bench-forecast bench-interrupts sanitize soak fuzz random format install deps clean

# Builds the program, runs the saved queries into CSV files under out/, writes a report, and shows one.
demo: release
	@bin=$$($(SWIFT) build $(RELEASE) --show-bin-path) && \
	  for file in queries/dien-bien/*.tdq; do "$$bin/tiendo" run "$$file" || exit $$?; done && \
	  "$$bin/tiendo" report queries/reports/dien-bien-2025-04-10.md -o out/dien-bien/report.html && \
	  echo "written:" && ls out/dien-bien && \
	  "$$bin/tiendo" -c '"out/dien-bien/01-sipas.csv"'

# Before a commit, in about a minute once built: lint, build, and the tests that take no terminal,
# no database and no long property.
check: lint build
	$(SWIFT) test --skip-build --skip 'ShellTests|DifferentialTests|ExplainSQLTests|ForecastingTests|SavedQueryTests|LargeFileTests'

# What the heavy stage runs, compiled with optimisation and over more: the stage before it leaves that out.
HEAVY = EnginesTests|SourcesTests|QueryTests.(DifferentialTests|ExplainSQLTests|TypedTests|FederatedTests)

# Lint, then in debug all tests but those of engines, of files and of random pipelines, and these in release, over
# large tables; with FILTER=ColumnsTests only the tests whose names match, in debug.
ifdef FILTER
test: build
	$(SWIFT) test --skip-build --filter '$(FILTER)'
else
test: lint build
	$(SWIFT) test --skip-build --skip '$(HEAVY)'
	$(MAKE) heavy
endif

# What CI runs: each stage with its name and its time. The shell's tests run under the sanitizer there, but for
# those that it leaves out.
ci:
	@HEAVY='$(HEAVY)' .ci/stages

# DuckDB, in which a test runs what `explain sql` writes, and the ADBC drivers; without python3 their tests are left out.
engines:
	@.ci/engines

# The same pipelines through Spark with two executor processes (PIPELINES=… of them); needs java.
engines-spark: build
	.ci/engines-spark

lint: deps
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift

build: deps
	@.ci/deps --list
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error

# Differential tests against SQLite, through drivers too (3,000 pipelines each), and the properties over large random tables.
heavy: deps
	TIENDO_TESTS="EnginesTests QueryTests ShellTests SourcesTests" TIENDO_HEAVY=1 $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build-heavy --filter '$(HEAVY)|ShellTests.ScreenTests'

# Each format with 100,000 changed files (COUNT=…), some minutes a format: no crash, no hang, no memory
# beyond the limit. CI has fewer of them in `test` and `heavy`.
mutations: deps
	TIENDO_TESTS="EnginesTests QueryTests ShellTests SourcesTests" TIENDO_MUTATIONS=$(or $(COUNT),100000) nice $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build-heavy --filter 'MutationTests|WorkbookFaultTests/mutations|SheetScannerTests'

release: deps
	@.ci/deps --list
	TIENDO_ARCHIVES="$$(.ci/archives)" $(SWIFT) build $(RELEASE) --product tiendo

# Under two minutes, on 1e6 rows; needs python3 for the driver.
bench: release
	Benchmarks/run.sh quick --tiendo "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo"

# The same beside DuckDB, ClickHouse and Polars, fetched into .build-bench/venv.
bench-peers: release
	Benchmarks/run.sh peers --tiendo "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo"

# 1e7 rows with peers, loading, whole processes and start-up; writes docs/performance.md.
bench-full: release
	Benchmarks/run.sh full --write --tiendo "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo"

# Whole processes over 1e8 rows (12 GB of CSV) beside 1e7; kept for the page of `bench-full`.
bench-scale: release
	Benchmarks/run.sh scale --tiendo "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo"

# Each format read and written beside DuckDB, Polars, pyarrow, python-calamine and openpyxl on 1e6 rows; writes
# docs/performance-formats.md.
bench-formats: release
	Benchmarks/run.sh formats --write --large 10000000 --tiendo "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo"

# The suite over 1e6 rows (ROWS=…) in PostgreSQL beside psql, and in Spark beside PySpark; writes docs/performance-engines.md.
# ANSWERS=1 compares answers and memory alone, which over 1e7 rows takes minutes.
bench-engines: release engines
	python3 Benchmarks/remote.py postgres --rows $(or $(ROWS),1000000) $(if $(ANSWERS),--answers) --write --tiendo "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo"
	.build-engines/venv/bin/python -m pip install -q --disable-pip-version-check 'pyspark[connect]'
	.ci/engines-spark .build-engines/venv/bin/python Benchmarks/remote.py spark --rows $(or $(ROWS),1000000) $(if $(ANSWERS),--answers) --write --tiendo "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo"

# Accuracy and calibration of the forecasts on the M1, M3 and tourism series, beside statsforecast.
bench-forecast: deps
	Benchmarks/forecast/run.sh

# How soon Ctrl-C brings the prompt back, over queries of every kind; needs python3.
bench-interrupts: release
	python3 Benchmarks/interrupts.py "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo"

# AddressSanitizer over what reads foreign bytes and what talks to terminals. The program leaves by
# `exit` with its session alive, which is no leak. Left out is what preloads a library of its own, waits for the
# clock, or takes minutes there; each form of file is changed COUNT times.
ASAN = ASAN_OPTIONS=detect_leaks=0 TIENDO_MUTATIONS=$(or $(COUNT),100)
ASAN_TEST = test --sanitize address --scratch-path .build-asan \
	--skip 'FaultTests|PeerTests|KilledExportTests|WaitingTests|WorkbookFaultTests|LargeFileTests|SystemLimitTests'
asan: deps
	$(if $(FILTER),,TIENDO_TESTS="ShellTests SourcesTests") $(ASAN) $(SWIFT) $(ASAN_TEST) --filter '$(if $(FILTER),$(FILTER),SourcesTests|ShellTests)'

# Both sanitizers, over more.
sanitize: deps
	$(ASAN) $(SWIFT) $(ASAN_TEST)
	$(SWIFT) test --sanitize thread --scratch-path .build-tsan --filter 'EnginesTests|SourcesTests'

# The prompt on a pseudo-terminal for half an hour (TIME in minutes): after the warm-up its memory grows
# by less than 5 %.
soak: release
	Tests/soak.py "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo" $(or $(TIME),30)

# libFuzzer over one of the targets of Tests/Fuzz, or all of them, for TIME seconds each; what it finds is
# kept in Tests/Fuzz/Corpus, which the tests take in always.
fuzz: deps
	Tests/Fuzz/fuzz $(or $(TARGET),all) $(or $(TIME),60)

# So many random questions (COUNT) about tables of every type, from a seed on (SEED), against SQLite,
# DuckDB and themselves.
random: deps engines
	TIENDO_TESTS="EnginesTests QueryTests ShellTests SourcesTests" TIENDO_RANDOM=$(or $(COUNT),1000000):$(or $(SEED),0) $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build-heavy --filter QueryTests.TypedTests

# The reference, the man page and the grammar for editors, from the definitions in the program.
docs: release
	@bin=$$($(SWIFT) build $(RELEASE) --show-bin-path) && \
	  "$$bin/tiendo" docs reference > docs/reference.md && \
	  "$$bin/tiendo" docs man > docs/tiendo.1 && \
	  "$$bin/tiendo" docs grammar > docs/editor/tiendo.tmLanguage.json && \
	  "$$bin/tiendo" docs engines > docs/engines.md

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

install: release
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/tiendo"
	install -m 755 "$$($(SWIFT) build $(RELEASE) --show-bin-path)/tiendo" "$(DESTDIR)$(PREFIX)/bin/tiendo"
	install -d "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 644 docs/tiendo.1 "$(DESTDIR)$(PREFIX)/share/man/man1/tiendo.1"
	cp -R datasets "$(DESTDIR)$(PREFIX)/share/tiendo/"

deps:
	@.ci/deps

clean:
	rm -rf .build .build-archives .build-heavy .build-asan .build-tsan .build-fuzz .build-engines out
