# Sourced by .ci/run: in which zone, or at which moment, the tests of this day run. Three zones take turns by the day;
# STONKS_CI_CLOCK names one, or a moment. Sets `clock`, in words, and `moment`, variables for `env`.

zones=(tokyo new-york kiritimati)
moments=(saturday holiday year-end)
turn=${STONKS_CI_CLOCK:-${zones[$(($(date +%s) / 86400 % ${#zones[@]}))]}}

# The same distance for every process, so that all agree on the time, but two: the library gives PostgreSQL's handler of
# alarms the real time while it waits, so no statement would ever time out; and an installed Redis never starts under
# it, since its allocator asks for the time before the library is ready. Trading halts where its clock is not
# PostgreSQL's, so tests of trading that go by the real clock fail at these moments: they take no turns.
at_moment() {
	local library
	library=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null | head -1)
	if [ -z "$library" ]; then
		clock="Pacific/Kiritimati, for there is no faketime to make it $turn"
		moment=(TZ=Pacific/Kiritimati)
		return
	fi
	local redis wrapped
	wrapped=$(mktemp -d)
	for redis in redis-server valkey-server; do
		command -v $redis >/dev/null || continue
		printf '#!/bin/sh\nexec env -u LD_PRELOAD %s "$@"\n' "$(command -v $redis)" >"$wrapped/$redis"
		chmod +x "$wrapped/$redis"
	done
	clock="$1, $2"
	moment=(TZ=UTC LD_PRELOAD="$library" FAKETIME="$(printf '%+ds' $(($(date -d "$2" +%s) - $(date +%s))))"
		FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_SKIP_CMDS=postgres PATH="$wrapped:$PATH")
}

case $turn in
tokyo) clock=Asia/Tokyo moment=(TZ=Asia/Tokyo) ;;
new-york) clock=America/New_York moment=(TZ=America/New_York) ;;
kiritimati) clock=Pacific/Kiritimati moment=(TZ=Pacific/Kiritimati) ;;
saturday) at_moment 'a Saturday' 2027-06-05T15:00:00Z ;;
holiday) at_moment 'a holiday' 2026-12-25T15:00:00Z ;;
year-end) at_moment 'three minutes before a new year' 2026-12-31T23:57:00Z ;;
*)
	echo "STONKS_CI_CLOCK is one of ${zones[*]} ${moments[*]}, found \"$turn\""
	exit 1
	;;
esac
