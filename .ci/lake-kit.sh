# Sourced by .ci/run: a real Trino for the tests that need one, of a lake kit that lies beside the checkout and was built
# on this machine before. Where there is none, or no time is left for it, they say that they skip.

beside_checkout=../shared
lake_kit=$beside_checkout/lake-kit
lake_home=${LAKE_KIT_HOME:-$HOME/.cache/lake-kit}
# Its servers and tests take less on two cores, but for a machine that does much else.
lake_minutes=20
mapfile -t lake_tests < <(grep -rl --include='*.test.ts' 'helpers/trino\.ts' tests)

lake_is_given() { [ -n "${TRINO_URL:-}" ] && [ -n "${S3_ENDPOINT:-}" ]; }
lake_answers() {
	curl -sf -m 15 http://127.0.0.1:18080/v1/info 2>/dev/null | grep -q '"starting":false' &&
		curl -sf -m 15 -o /dev/null http://127.0.0.1:19000/minio/health/live 2>/dev/null
}

# Why no Trino can be asked here; nothing where one can, or can be started.
why_no_lake() {
	if lake_is_given || lake_answers; then return; fi
	if [ ! -x "$lake_kit/up" ]; then
		echo "there is no lake kit beside the checkout"
	elif [ ! -x "$lake_home/trino/bin/launcher" ] || [ ! -x "$lake_home/minio" ]; then
		echo "the lake kit is not built: $lake_kit/build builds it"
	elif [ $((SECONDS / 60 + lake_minutes)) -gt 70 ]; then
		echo "less than $lake_minutes of 70 minutes are left"
	fi
}

# Starts the kit unless it is up. It gives each server a minute and a half; on a busy machine they need longer, and what
# runs already is waited for once more.
lake_started=
lake_up() {
	if lake_is_given || lake_answers; then return; fi
	lake_started=1
	local told
	for _ in 1 2 3; do
		told=$(KIT_HOME=$lake_home "$lake_kit/up" 2>&1 </dev/null) && lake_answers && return
	done
	tail -3 <<<"$told"
	return 1
}

# What the suite `slow` leaves to the suite `lake`: nothing where there is no Trino.
lake_left=()
[ -n "$(why_no_lake)" ] || for one in "${lake_tests[@]}"; do lake_left+=(--exclude "$one"); done

lake_suite() {
	local why
	why=$(why_no_lake)
	if [ -z "$why" ] && ! lake_up; then why="the lake kit did not start, its logs are in $lake_home"; fi
	[ -z "$why" ] || echo "== lake: its tests skip, $why"
	# Where they were left to it they say themselves that they skip.
	if [ -z "$why" ] || [ ${#lake_left[@]} -gt 0 ]; then
		suite lake npx vitest run --config tests/slow/vitest.config.ts "${lake_tests[@]}"
	fi
	[ -z "$lake_started" ] || KIT_HOME=$lake_home "$lake_kit/down"
}
