#!/bin/sh
# Makes what docker-compose.yml needs once, and never again: passwords, the master key, Kafka's cluster id.
# The folder is readable for you alone; the files in it for everybody, because the processes inside the containers have other uids.
set -eu
folder=$(dirname "$0")/secrets
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
once() { # file, content
  if [ -e "$folder/$1" ]; then echo "$folder/$1 sudah ada."; return; fi
  printf '%s' "$2" >"$folder/$1"
  chmod 0444 "$folder/$1"
  echo "$folder/$1 dibuat."
}
mkdir -p "$folder"
chmod 0700 "$folder"
once postgres_password "$(random 32 | tr '+/' '-_' | tr -d '=')"
once simpul_database "postgresql://simpul:$(cat "$folder/postgres_password")@postgres:5432/simpul"
once master.key "$(random 32)"
# Offsets of another cluster mean nothing (kafka_offset.cluster): the id belongs to Kafka's volume. Remove both together, never one.
once kafka.env "CLUSTER_ID=$(random 16 | tr '+/' '-_' | tr -d '=')"
echo "Simpan salinan $folder/master.key di tempat lain, terpisah dari cadangan basis data: tanpa itu data pribadi tidak dapat dibuka."
