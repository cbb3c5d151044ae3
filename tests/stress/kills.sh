# `kill -9` before each call of a mark, and at random moments. The file is the old one or the new one, no lock stays, and
# the next mark works at once and removes what was left.

part 'kills: kill -9 before each call of a mark, and at random moments'

# Kills a mark before each of its calls in a folder that the function given makes.
kill_at_each_call() {
  local folder="$1" make="$2" call number n_calls=0 n_new=0
  left=0
  "$make" "$folder"
  calls_of_a_mark "$folder" >calls
  while read -r call number; do
    "$make" "$folder"
    mark "$folder/acme.yaml" strace -f -qq -o trace -e "trace=$call" -e "inject=$call:signal=KILL:when=$number"
    n_calls=$((n_calls + 1))
    status_is 137 || { fail "kills: kill at $call $number: status $status"; continue; }
    judge "kills: $folder, kill at $call $number" "$folder" true || continue
    [ $became = old ] || n_new=$((n_new + 1))
    pass
  done <calls
  said "$folder: $n_calls calls, $n_new kills after the new file was in place, $left left a temporary file to the next mark"
}

# Kills marks at random moments, on a file that every mark that got through has changed.
kill_at_random_moments() {
  local n_kills="$1" i line longest start took process n_acknowledged=0 n_killed=0
  fresh random
  # How long a mark takes, in milliseconds: the shortest of five.
  longest=999
  for i in 1 2 3 4 5; do
    start=${EPOCHREALTIME/./}
    "$runbook" note "before $i" -f random/acme.yaml 2>/dev/null
    took=$(((${EPOCHREALTIME/./} - start) / 1000 + 1))
    [ $took -ge $longest ] || longest=$took
  done
  cp random/acme.yaml before
  left=0
  for ((i = 1; i <= n_kills; i++)); do
    "$runbook" note "mark $i" -f random/acme.yaml >/dev/null 2>&1 &
    process=$!
    sleep "$(printf '0.%03d' $((RANDOM % longest)))"
    kill -9 $process 2>/dev/null
    { wait $process; } 2>/dev/null
    status=$?
    line="  - { at: 2026-10-11T06:32:10Z, by: \"@john_doe\", event: note, note: mark $i }"
    { cat before; echo "$line"; } >after
    if cmp -s after random/acme.yaml; then
      cp after before
      n_acknowledged=$((n_acknowledged + 1))
    elif [ $status = 0 ]; then
      fail "kills: mark $i was acknowledged and is lost"
      continue
    elif ! cmp -s before random/acme.yaml; then
      fail "kills: the file is neither the old one nor the new one after mark $i"
      cp random/acme.yaml before
      continue
    fi
    [ $status = 0 ] || n_killed=$((n_killed + 1))
    [ "$(names random)" = 'acme.yaml ' ] || left=$((left + 1))
    pass
  done
  check 'kills: the next mark works' "$runbook" task apply start -f random/acme.yaml 2>stderr
  check "kills: the next mark leaves $(names random)" [ "$(names random)" = 'acme.yaml ' ]
  said "$n_killed of $n_kills marks killed in their $longest ms, $n_acknowledged got through, $left left a temporary file"
}

if has_strace; then
  kill_at_each_call killed fresh
  # A file system that cannot make a file without a name.
  if mount_at named ramfs; then
    kill_at_each_call named fresh_within
  else
    skip 'a file system without O_TMPFILE (mounting one needs root)'
  fi
else
  skip 'a kill at each call (strace is not here)'
fi
if $long; then kill_at_random_moments 1000; else kill_at_random_moments 60; fi
