# An error at each call of a mark. Status 0 means that the file is the new one and on the disk; anything else is said, with
# its cause, and leaves the old file or the new one, and nothing beside it.

errors=(ENOSPC EIO EACCES EROFS EINTR EMFILE)
if $long; then errors+=(EDQUOT ENOMEM EPERM ENFILE ESTALE ENOLCK); fi
part "faults: ${errors[*]} at each call of a mark"

# What a signal can interrupt, and is to be done again then.
is_repeated() { [[ $1 =~ ^(openat|read|write|flock|fsync|fchmod|fchown|rename|linkat|unlink)$ ]]; }

fault_at_each_call() {
  local folder="$1" make="$2" call number error name n_done=0 n_refused=0
  "$make" "$folder"
  calls_of_a_mark "$folder" >calls
  # Every error at every call takes its time; without --long each call gets every third, in turn.
  local -i turn=0
  while read -r call number; do
    for error in "${errors[@]}"; do
      turn+=1
      if ! $long && [ $((turn % 3)) != 0 ] && ! { [ "$call" = fsync ] || [[ $call = rename* ]]; }; then continue; fi
      name="faults: $folder, $error at $call $number"
      "$make" "$folder"
      mark "$folder/acme.yaml" strace -f -qq -o trace -e "trace=$call" -e "inject=$call:error=$error:when=$number"
      grep -q INJECTED trace || { fail "$name: the error did not happen"; continue; }
      cp stderr said-by-mark
      judge "$name" "$folder" false || continue
      judge_status || continue
      pass
    done
    turn+=1
  done <calls
  said "$folder: $(wc -l <calls) calls, $n_done marks done all the same, $n_refused refused"
}

# Judges what was said, now that `$became` says what happened.
judge_status() {
  if status_is 0; then
    n_done=$((n_done + 1))
    [ $became = new ] || { fail "$name: status 0, and the file is the old one"; return 1; }
    if [ "$call" = fsync ] && [ $error != EINTR ]; then
      fail "$name: status 0 without being on the disk"
      return 1
    fi
    return 0
  fi
  n_refused=$((n_refused + 1))
  if [ $error = EINTR ] && is_repeated "$call"; then fail "$name: an interrupted call was not repeated"; return 1; fi
  status_is 2 || { fail "$name: status $status"; return 1; }
  # The message itself may be what could not be written.
  if [ "$call" = write ] && ! grep -q '^error: ' said-by-mark; then return 0; fi
  if ! grep -q "^error: .*$folder" said-by-mark || ! grep -q '^caused by: .*os error\|permission\|read-only' said-by-mark; then
    fail "$name: $(tr '\n' ' ' <said-by-mark)"
    return 1
  fi
  if [ $became = new ] && ! grep -q 'is written, but' said-by-mark; then
    fail "$name: the file is the new one, and the message does not say so"
    return 1
  fi
}

if has_strace; then
  fault_at_each_call faulty fresh
  if mount_at faulty-named ramfs; then
    fault_at_each_call faulty-named fresh_within
  else
    skip 'a file system without O_TMPFILE (mounting one needs root)'
  fi
else
  skip 'errors at each call (strace is not here)'
fi
