# Starts nginx with the pod's own name servers, for nginx reads no resolv.conf and no search list, and
# with the names in ALLOWED_HOSTS that it answers to, beside localhost and its own address.
# Plain sh without any other program, since a base may hold none.
set -eu

servers=
domain=
while read -r word first rest || [ -n "$word" ]; do
  case "$word $first" in
    nameserver\ *:*) servers="$servers [$first]" ;;
    nameserver\ *) servers="$servers $first" ;;
    # Of a cluster: the pod's namespace comes first.
    search\ *.svc.*) domain=".$first" ;;
  esac
done </etc/resolv.conf

[ -n "$servers" ] || {
  echo "dashboard: /etc/resolv.conf names no server to resolve names at" >&2
  exit 1
}
# No glob: a name may begin with a star.
set -f
names=" localhost 1;"
old=$IFS
IFS=,
for name in ${ALLOWED_HOSTS:-}; do
  # nginx starts with no name that is there twice.
  case "$names " in *" $name 1; "*) continue ;; esac
  case "$name" in
    *[!a-z0-9.*-]*)
      echo "dashboard: ALLOWED_HOSTS names \"$name\", which is no host" >&2
      exit 1
      ;;
    ?*) names="$names $name 1;" ;;
  esac
done
IFS=$old

{
  echo "resolver$servers valid=10s;"
  echo "map '' \$domain { default '$domain'; }"
  echo "map \$host \$is_named { hostnames; default 0;$names }"
} >/tmp/pod.conf

exec nginx -e stderr -g 'daemon off;'
