# Starts nginx with the pod's own name servers: nginx reads no resolv.conf and no search list.
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
echo "resolver$servers valid=10s; map '' \$domain { default '$domain'; }" >/tmp/resolver.conf

exec nginx -e stderr -g 'daemon off;'
