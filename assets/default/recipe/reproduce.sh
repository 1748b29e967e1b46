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

# Both projections over ImageNet's trunk; from there two runs of the trunk, averaged; both projections over its features. The text tower comes
# second, so that it knows the pictures' map of its teacher's space.
if [ ! -e "$scratch/begun.pt" ]; then
    rm -f "$scratch/images.pt"
    "$python" train_heads.py "$scratch" "${BEGIN_SECONDS:-270}" 2
    mv "$scratch/images.pt" "$scratch/begun.pt"
fi
if [ ! -e "$scratch/earlier.pt" ]; then
    [ -e "$scratch/images.pt" ] || cp "$scratch/begun.pt" "$scratch/images.pt"
    nice -n 5 "$python" train_images.py "$scratch" "${IMAGE_SECONDS:-4860}" 2 1
    mv "$scratch/images.pt" "$scratch/earlier.pt"
fi
if [ ! -e "$scratch/trunk.done" ]; then
    [ -e "$scratch/images.pt" ] || cp "$scratch/begun.pt" "$scratch/images.pt"
    nice -n 5 "$python" train_images.py "$scratch" "${IMAGE_SECONDS:-4860}" 2 0
    "$python" interpolate.py "$scratch" "$scratch/earlier.pt"
    touch "$scratch/trunk.done"
fi
if [ ! -e "$scratch/heads.done" ]; then
    [ -e "$scratch/views.npz" ] || "$python" views.py "$scratch"
    "$python" train_heads.py "$scratch" "${HEAD_SECONDS:-150}" 2
    touch "$scratch/heads.done"
fi
nice -n 5 "$python" distill.py "$scratch" "${TEXT_SECONDS:-2600}" 2
# The text tower meets the pictures.
[ -e "$scratch/best.pt" ] || "$python" tune_text.py "$scratch" "${TUNE_SECONDS:-1170}" 2

"$python" export.py "$scratch" "$scratch/best.pt" "$out"
"$python" goldens.py "$out" "$scratch/goldens"
"$python" evaluation_sets.py "$scratch/evaluation"
