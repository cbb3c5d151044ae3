# Many processes mark one file, others read it all the while. No acknowledged mark is lost, and nobody sees half a file.

n_processes=8 n_marks=25
if $long; then n_processes=16 n_marks=100; fi
part "parallel: $n_processes processes make $n_marks marks each, and two read"

# Makes the marks of one process, each with a text that no other has, and notes which are acknowledged.
worker() {
  local number="$1" i token
  for ((i = 1; i <= n_marks; i++)); do
    token="p$number-m$i-"
    case $(((i + number) % 5)) in
      0) set -- check pre-call --blocked "inform=$token" ;;
      1) set -- task confirm-state failed --note "$token" ;;
      2) set -- task apply partial --count "$token" ;;
      *) set -- note "$token" ;;
    esac
    if "$runbook" "$@" -f parallel/acme.yaml >/dev/null 2>"parallel-said/$number"; then
      echo "$token"
    elif ! grep -q 'another runbook process is writing' "parallel-said/$number"; then
      # Being refused as busy is an answer; anything else is not.
      sed 's/^/  /' "parallel-said/$number" >&2
    fi
  done >"parallel-done/$number"
}

# Reads until all is done; what is read is a runbook, and its log never gets shorter.
reader() {
  local n_reads=0 n_entries=0 now
  while [ ! -e parallel-over ]; do
    cat parallel/acme.yaml >"reader-$1.yaml"
    now="$("$runbook" log "reader-$1.yaml" --format json | grep -o '"event"' | wc -l)"
    "$runbook" log parallel/acme.yaml --format json >/dev/null || echo 'not readable'
    if [ "$now" -lt $n_entries ]; then echo "the log had $n_entries entries and has $now"; fi
    n_entries=$now n_reads=$((n_reads + 1))
    sleep 0.05
  done >"reader-$1.wrong" 2>&1
  echo $n_reads >"reader-$1.reads"
}

rm -rf parallel-said parallel-done parallel-over
mkdir parallel-said parallel-done
fresh parallel
start=$SECONDS
for number in 1 2; do reader $number & readers[number]=$!; done
for ((number = 1; number <= n_processes; number++)); do worker $number & workers[number]=$!; done
wait "${workers[@]}"
touch parallel-over
wait "${readers[@]}"

# What an entry says under `was` is of an earlier mark.
grep '^  - { at:' parallel/acme.yaml | sed 's/, was: {.*//' >parallel-log
sort parallel-done/* >acknowledged
n_acknowledged=$(wc -l <acknowledged)
grep -o 'p[0-9]*-m[0-9]*-' parallel-log | sort >logged
check 'parallel: every acknowledged mark is in the log, once, and no other' cmp -s acknowledged logged
check 'parallel: marks were acknowledged' [ "$n_acknowledged" -ge $((n_processes * n_marks * 9 / 10)) ]
check 'parallel: an entry a mark' [ "$(wc -l <parallel-log)" = "$n_acknowledged" ]
check 'parallel: nothing is beside the file' [ "$(names parallel)" = 'acme.yaml ' ]
for number in 1 2; do
  check "parallel: reader $number saw $(head -1 reader-$number.wrong)" [ ! -s reader-$number.wrong ]
done
said "$n_acknowledged of $((n_processes * n_marks)) marks acknowledged, all in the log; $(cat reader-1.reads) and $(cat reader-2.reads) reads; $((SECONDS - start)) s"
