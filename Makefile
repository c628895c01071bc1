# Two commands do everything: make run, make test.
.PHONY: run test check bench torture requirements

run:  ## install, fill with content and a fictional population, serve on SQLite (PORT=8000 HOST=127.0.0.1)
	@bin/run

test:  ## install what tests need, run all of them on SQLite and PostgreSQL
	@bin/test

check:  ## format, lint, types, migrations, import layers
	@bin/check

bench:  ## page costs as ratios to a control, crowds, a phone (PART="sidor rapport skrivare last telefon")
	@bin/bench $(PART)

torture:  ## kill servers and databases under learners who answer: nothing acknowledged may be lost
	@bin/torture

requirements:  ## pin again, with hashes (needs uv)
	cd requirements && for name in runtime test; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --no-emit-find-links --upgrade -q $$name.in -o $$name.txt || exit 1; done
