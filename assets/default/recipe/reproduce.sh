#!/bin/sh
# Train the default model from data to weights: MMSEARCH_DATA=… ./reproduce.sh SCRATCH [MODEL_DIRECTORY]
# Every stage skips what SCRATCH already holds and resumes what was cut short. README.md explains the stages.
set -eu
scratch=$1
out=${2:-$scratch/default}
recipe=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
: "${MMSEARCH_DATA:?point it at the folder with the shards}"
# Large blocks must stay with the process: on virtual machines page faults otherwise cost four fifths of the time.
export MALLOC_TOP_PAD_=536870912 MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184
export OMP_WAIT_POLICY=PASSIVE KMP_BLOCKTIME=0
mkdir -p "$scratch"
cd "$recipe"

"$python" shards.py "$scratch"
if [ ! -e "$scratch/drawn/captions.jsonl" ]; then
    (cd ../../../catalog && "${CATALOG_PYTHON:-$python}" -m drawing.variants --count 3029 --seed 7001 --size 224 "$scratch/drawn")
fi
"$python" drawn.py "$scratch"
[ -e "$scratch/table.npz" ] || "$python" texts.py "$scratch"
"$python" tokenizer.py "$scratch"
[ -e "$scratch/teacher-table.npy" ] || "$python" teacher.py "$scratch" 2
[ -e "$scratch/frozen.npz" ] || "$python" frozen.py "$scratch"

# The trunk; both projections over its features; the text tower, second so that it knows the pictures' map of its teacher's space.
if [ ! -e "$scratch/heads.done" ]; then
    nice -n 5 "$python" train_images.py "$scratch" "${IMAGE_SECONDS:-7200}" 2
    [ -e "$scratch/views.npz" ] || "$python" views.py "$scratch"
    "$python" train_heads.py "$scratch" "${HEAD_SECONDS:-240}" 2
    touch "$scratch/heads.done"
fi
nice -n 5 "$python" distill.py "$scratch" "${TEXT_SECONDS:-2600}" 2
# The text tower meets the pictures.
[ -e "$scratch/best.pt" ] || "$python" tune_text.py "$scratch" "${TUNE_SECONDS:-1080}" 2

"$python" export.py "$scratch" "$scratch/best.pt" "$out"
"$python" goldens.py "$out" "$scratch/goldens"
"$python" evaluation_sets.py "$scratch/evaluation"
