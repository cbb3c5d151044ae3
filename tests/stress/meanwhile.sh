# What happens while a mark is being written: an editor saves, another mark comes, a signal. The mark is stopped behind a
# call, the thing happens, the mark goes on.

part 'meanwhile: an editor saves, another mark comes, a signal'

# Starts a mark on a file that stops behind the first sync of its new file, and waits until it has stopped there. `$marker`
# is the process to wait for, `$marking` the one that has stopped.
start_and_stop() {
  rm -f trace
  mark "$1" strace -f -qq -o trace -e trace=fsync -e inject=fsync:signal=STOP:when=1 &
  marker=$!
  for _ in {1..1500}; do
    marking="$(sed -n 's/^\([0-9]*\) .*--- stopped by SIGSTOP.*/\1/p' trace 2>/dev/null | head -1)"
    [ -z "$marking" ] || return 0
    sleep 0.02
  done
  fail 'meanwhile: the mark did not stop at its sync in half a minute'
  return 1
}
go_on() {
  kill -CONT "$marking"
  wait $marker
  status=$(cat status)
}
if has_strace; then
  for how in 'in place' 'by a rename'; do
    fresh meanwhile
    start_and_stop meanwhile/acme.yaml || continue
    { cat acme.yaml; echo '# saved by the editor'; } | tee edited >expected
    if [ "$how" = 'in place' ]; then cat edited >meanwhile/acme.yaml; else mv edited meanwhile/acme.yaml; fi
    go_on
    check "meanwhile: an editor saves $how: status $status" status_is 0
    mark expected
    check "meanwhile: an editor saves $how: both changes are there" cmp -s expected meanwhile/acme.yaml
    check "meanwhile: an editor saves $how: beside the file: $(names meanwhile)" [ "$(names meanwhile)" = 'acme.yaml ' ]
  done

  fresh meanwhile
  if start_and_stop meanwhile/acme.yaml; then
    rm meanwhile/acme.yaml
    go_on
    check "meanwhile: the file is removed: status $status" status_is 2
    check "meanwhile: the file is removed and stays so: $(names meanwhile)" [ -z "$(names meanwhile)" ]
  fi

  fresh meanwhile
  if start_and_stop meanwhile/acme.yaml; then
    echo 'not: [a runbook' >meanwhile/acme.yaml
    cp meanwhile/acme.yaml expected
    go_on
    check "meanwhile: what the editor saved is no runbook: status $status" status_is 2
    check 'meanwhile: what the editor saved is no runbook: it stays' cmp -s expected meanwhile/acme.yaml
    check "meanwhile: beside what the editor saved: $(names meanwhile)" [ "$(names meanwhile)" = 'acme.yaml ' ]
  fi

  fresh meanwhile
  if start_and_stop meanwhile/acme.yaml; then
    next_mark meanwhile/acme.yaml &
    second=$!
    sleep 0.3
    check 'meanwhile: a second mark waits' kill -0 $second
    check 'meanwhile: the file is whole and the old one while a mark is stopped' is old meanwhile/acme.yaml
    check 'meanwhile: it can be read all the while' reads meanwhile/acme.yaml
    go_on
    check "meanwhile: the mark that was stopped: status $status" status_is 0
    check 'meanwhile: the mark that waited' wait $second
    check 'meanwhile: both marks are there' is new-next meanwhile/acme.yaml
  fi

  for signal in INT TERM HUP; do
    fresh meanwhile
    start_and_stop meanwhile/acme.yaml || continue
    kill -$signal "$marking"
    go_on
    check "meanwhile: SIG$signal: status $status" status_is $((128 + $(kill -l $signal)))
    judge "meanwhile: SIG$signal" meanwhile false && check "meanwhile: SIG$signal waits for the write" [ $became = new ]
  done

  fresh meanwhile
  if $long && start_and_stop meanwhile/acme.yaml; then
    "$runbook" note late -f meanwhile/acme.yaml >/dev/null 2>stderr-late
    busy=$?
    check "meanwhile: a mark that hangs makes the next one give up: status $busy" [ $busy = 2 ]
    check 'meanwhile: it says who is in the way' grep -q 'another runbook process is writing' stderr-late
    kill -9 "$marking"
    wait $marker
    judge 'meanwhile: the mark that hung is killed' meanwhile true && pass
  fi
else
  skip 'what happens meanwhile (strace is not here)'
fi
