# Disks that are full or read-only, limits of the process, and files that are not plain: the mark is refused with its cause
# and the file stays, or the mark is made and what the file was besides its content stays.

part 'disk: full and read-only disks, limits, rights, links'

# Passes when a mark in a folder is refused with this in its message, and the file is the old one with nothing beside it.
refused() {
  local name="$1" folder="$2" message="$3"
  status_is 2 || { fail "disk: $name: status $status, $(tr '\n' ' ' <stderr)"; return 1; }
  grep -q "$message" stderr || { fail "disk: $name: $(tr '\n' ' ' <stderr)"; return 1; }
  is old "$folder/acme.yaml" || { fail "disk: $name: the file is not the old one"; return 1; }
  [ "$(names "$folder")" = "${4:-acme.yaml }" ] || { fail "disk: $name: beside the file: $(names "$folder")"; return 1; }
  pass
}
# Passes when a mark was made and nothing is beside the file.
made() {
  local name="$1" folder="$2"
  status_is 0 || { fail "disk: $name: status $status, $(tr '\n' ' ' <stderr)"; return 1; }
  is new "$folder/acme.yaml" || { fail "disk: $name: the file is not the new one"; return 1; }
  [ "$(names "$folder")" = "${3:-acme.yaml }" ] || { fail "disk: $name: beside the file: $(names "$folder")"; return 1; }
  pass
}

for size in 16k 24k; do
  if mount_at "full-$size" tmpfs -o "size=$size"; then
    fresh_within "full-$size"
    cat /dev/zero >"full-$size/filler" 2>/dev/null
    mark "full-$size/acme.yaml"
    refused "a full disk of $size" "full-$size" 'No space left on device' 'acme.yaml filler '
    rm "full-$size/filler"
    mark "full-$size/acme.yaml"
    made "a disk of $size with room again" "full-$size"
  else
    skip "a full disk of $size (mounting one needs root)"
  fi
done

if mount_at readonly tmpfs -o size=64k; then
  fresh_within readonly
  mount -o remount,ro readonly
  mark readonly/acme.yaml
  refused 'a read-only disk' readonly 'Read-only file system'
  mount -o remount,rw readonly
  mark readonly/acme.yaml
  made 'a disk that can be written again' readonly
else
  skip 'a read-only disk (mounting one needs root)'
fi

# Real limits instead of made-up errors: with every number of open files it works, or is refused and the file is whole.
n_made=0
for limit in 3 4 5 6 7 8 9 10 12; do
  fresh limited
  mark limited/acme.yaml bash -c 'ulimit -n "$0" && exec "$@"' $limit
  name="a limit of $limit open files"
  if status_is 0; then
    made "$name" limited && n_made=$((n_made + 1))
  elif is old limited/acme.yaml && [ "$(names limited)" = 'acme.yaml ' ]; then
    pass
  else
    fail "disk: $name: status $status, beside the file: $(names limited)"
  fi
done
check "disk: $n_made of 9 limits are high enough, some are and some are not" [ $((n_made % 9)) != 0 ]

fresh limited
printf '#%.0s' {1..3000} >>limited/acme.yaml
cp limited/acme.yaml long
mark limited/acme.yaml bash -c 'ulimit -f 1 && exec "$@"' limit
check "disk: a limit of the file's size ends the process or is refused (status $status)" [ "$status" != 0 ]
check 'disk: a limit of the size leaves the old file' cmp -s long limited/acme.yaml
check "disk: a limit of the size leaves $(names limited)" [ "$(names limited)" = 'acme.yaml ' ]

fresh closed
mark closed/acme.yaml bash -c 'exec "$@" <&- >&- 2>&-' closed
check 'disk: with all streams closed nothing is written into the file' is new closed/acme.yaml
fresh closed
mark closed/acme.yaml bash -c 'exec "$@" 2>/dev/full' closed
check 'disk: what cannot be said does not harm the file' is new closed/acme.yaml

fresh linked
mkdir linked/links
ln -s ../acme.yaml linked/links/today.yaml
mark linked/links/today.yaml
made 'a symbolic link' linked 'acme.yaml links '
check 'disk: a symbolic link stays one' [ -L linked/links/today.yaml ]
check 'disk: a symbolic link has nothing beside it' [ "$(names linked/links)" = 'today.yaml ' ]

fresh linked
ln linked/acme.yaml linked/second.yaml
mark linked/acme.yaml
refused 'a hard link' linked 'hard links' 'acme.yaml second.yaml '

for mode in 640 606 755; do
  fresh moded
  chmod $mode moded/acme.yaml
  mark moded/acme.yaml
  made "mode $mode" moded
  check "disk: mode $mode became $(stat -c %a moded/acme.yaml)" [ "$(stat -c %a moded/acme.yaml)" = $mode ]
done
fresh moded
chmod 444 moded/acme.yaml
mark moded/acme.yaml
refused 'a read-only file' moded 'is read-only'

if is_root && command -v setpriv >/dev/null; then
  nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
  fresh owned
  chown 65534:1 owned/acme.yaml
  mark owned/acme.yaml
  made 'the file of somebody else, as root' owned
  check "disk: the owner became $(stat -c %u:%g owned/acme.yaml)" [ "$(stat -c %u:%g owned/acme.yaml)" = 65534:1 ]

  fresh owned
  chown 65534:65534 owned owned/acme.yaml
  mark owned/acme.yaml "${nobody[@]}"
  made "one's own file, as nobody" owned
  check "disk: the owner became $(stat -c %u:%g owned/acme.yaml)" [ "$(stat -c %u:%g owned/acme.yaml)" = 65534:65534 ]

  fresh owned
  chown 65534:65534 owned/acme.yaml
  mark owned/acme.yaml "${nobody[@]}"
  refused 'a read-only folder' owned 'cannot write in the folder'

  fresh owned
  chmod 777 owned
  mark owned/acme.yaml "${nobody[@]}"
  refused 'a file that may be read only' owned 'is read-only'

  fresh owned
  chmod 777 owned
  chmod 666 owned/acme.yaml
  mark owned/acme.yaml "${nobody[@]}"
  refused 'a file whose owner cannot be kept' owned 'cannot keep the owner and group'

  fresh owned
  chmod 600 owned/acme.yaml
  mark owned/acme.yaml "${nobody[@]}"
  refused 'a file that must not be read' owned 'no permission to read'
else
  skip 'owners and a read-only folder (that needs root)'
fi
