#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "CImageCodecs.h"
#include "rows.h"

/// One PNG being read. Never local to the frame that calls setjmp, so that its fields stay defined.
typedef struct {
  png_structp png;
  png_infop info;
  jmp_buf failure;
  char message[IMAGE_CODEC_MESSAGE_LENGTH];
  uint32_t warning_count;

  const uint8_t *bytes;
  size_t length;
  size_t offset;
  bool reached_end;
  bool out_of_memory;
  bool buffer_too_small;

  /// Compressed bytes taken from the file at a time.
  size_t read_size;
  uint8_t *pixels;
  size_t capacity;
  uint32_t width;
  uint32_t height;
  /// 3 or 4 after the transformations.
  size_t channels;
  int pass_count;
  int pass;
  uint32_t row;
  uint8_t *scratch;
} png_job;

static void fail(png_structp png, png_const_charp message) {
  png_job *job = png_get_error_ptr(png);
  record_message(job->message, message);
  longjmp(job->failure, 1);
}

static void note_warning(png_structp png, png_const_charp message) {
  png_job *job = png_get_error_ptr(png);
  if (job->warning_count == 0) record_message(job->message, message);
  job->warning_count += 1;
}

static void supply(png_structp png, png_bytep destination, size_t count) {
  png_job *job = png_get_io_ptr(png);
  if (count > job->length - job->offset) {
    job->reached_end = true;
    png_error(png, "the file ends inside a chunk");
  }
  memcpy(destination, job->bytes + job->offset, count);
  job->offset += count;
}

/// Runs `body`; false when the library gave up. The only frame that `longjmp` returns to.
static bool guarded(png_job *job, void (*body)(png_job *)) {
  if (setjmp(job->failure) != 0) return false;
  body(job);
  return true;
}

static void prepare(png_job *job, const uint8_t *bytes, size_t length) {
  memset(job, 0, sizeof *job);
  job->bytes = bytes;
  job->length = length;
  job->read_size = 8192;
}

static void read_header(png_job *job) {
  job->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, job, fail, note_warning);
  if (job->png != NULL) job->info = png_create_info_struct(job->png);
  if (job->info == NULL) {
    job->out_of_memory = true;
    return;
  }
  png_set_read_fn(job->png, job, supply);
  // The caller limits the pixels; text, profiles and the like are skipped without being inflated.
  png_set_user_limits(job->png, 0x7fffffff, 0x7fffffff);
  png_set_keep_unknown_chunks(job->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_compression_buffer_size(job->png, job->read_size);
  png_read_info(job->png, job->info);
  job->width = png_get_image_width(job->png, job->info);
  job->height = png_get_image_height(job->png, job->info);
}

static bool has_transparency(const png_job *job) {
  return (png_get_color_type(job->png, job->info) & PNG_COLOR_MASK_ALPHA) != 0 ||
         png_get_valid(job->png, job->info, PNG_INFO_tRNS) != 0;
}

static bool is_interlaced(const png_job *job) {
  return png_get_interlace_type(job->png, job->info) != PNG_INTERLACE_NONE;
}

static image_codec_status status_of_failure(const png_job *job) {
  if (job->out_of_memory) return IMAGE_CODEC_OUT_OF_MEMORY;
  return job->reached_end ? IMAGE_CODEC_TRUNCATED : IMAGE_CODEC_CORRUPT;
}

static void finish(png_job *job) {
  free(job->scratch);
  png_destroy_read_struct(&job->png, &job->info, NULL);
}

void png_codec_read_header(const uint8_t *bytes, size_t length, image_codec_header *header) {
  memset(header, 0, sizeof *header);
  png_job job;
  prepare(&job, bytes, length);
  if (guarded(&job, read_header) && !job.out_of_memory) {
    header->width = job.width;
    header->height = job.height;
    if (is_interlaced(&job) && has_transparency(&job)) {
      header->working_memory = (uint64_t)job.width * job.height * 4;
    }
  } else {
    header->status = status_of_failure(&job);
    memcpy(header->message, job.message, sizeof header->message);
  }
  finish(&job);
}

static void start_rows(png_job *job) {
  png_set_expand(job->png);
  png_set_strip_16(job->png);
  png_set_gray_to_rgb(job->png);
  job->pass_count = png_set_interlace_handling(job->png);
  png_read_update_info(job->png, job->info);
  job->channels = png_get_channels(job->png, job->info);
  size_t row_length = png_get_rowbytes(job->png, job->info);
  if (row_length != job->channels * job->width || job->channels < 3 || job->channels > 4) {
    png_error(job->png, "unexpected layout of rows");
  }
  if (job->width > job->capacity / 3 / job->height) {
    job->buffer_too_small = true;
    return;
  }
  // What is never decoded stays white, or wholly transparent, which composites to white.
  memset(job->pixels, 0xff, (size_t)job->width * job->height * 3);
  if (job->channels == 4) {
    job->scratch = calloc(is_interlaced(job) ? job->height : 1, row_length);
    job->out_of_memory = job->scratch == NULL;
  }
}

static void read_sequential_rows(png_job *job) {
  for (; job->row < job->height; job->row++) {
    uint8_t *target = job->pixels + (size_t)job->row * job->width * 3;
    if (job->channels == 3) {
      png_read_row(job->png, target, NULL);
    } else {
      png_read_row(job->png, job->scratch, NULL);
      composite_over_white(job->scratch, target, job->width);
    }
  }
}

/// Rows go in as blocks that later passes refine, so that a file cut in the last pass has no holes.
static void read_interlaced_rows(png_job *job) {
  uint8_t *canvas = job->channels == 3 ? job->pixels : job->scratch;
  for (; job->pass < job->pass_count; job->pass++) {
    for (job->row = 0; job->row < job->height; job->row++) {
      png_read_row(job->png, NULL, canvas + (size_t)job->row * job->width * job->channels);
    }
  }
}

static void decode_pixels(png_job *job) {
  read_header(job);
  if (job->out_of_memory) return;
  start_rows(job);
  if (job->out_of_memory || job->buffer_too_small) return;
  if (job->pass_count == 1) {
    read_sequential_rows(job);
  } else {
    read_interlaced_rows(job);
  }
}

/// Rows all of whose pixels were read. Adam7's last pass holds the odd rows and nothing else.
static uint32_t rows_decoded(const png_job *job) {
  if (job->pass_count <= 1) return job->row;
  if (job->pass == job->pass_count) return job->height;
  if (job->pass + 1 < job->pass_count) return 0;
  return (job->height + 1) / 2 + job->row / 2;
}

static void attempt(
    const uint8_t *bytes, size_t length, size_t read_size, uint8_t *pixels, size_t capacity,
    image_codec_result *result) {
  memset(result, 0, sizeof *result);
  png_job job;
  prepare(&job, bytes, length);
  job.read_size = read_size;
  job.pixels = pixels;
  job.capacity = capacity;
  bool finished = guarded(&job, decode_pixels);
  result->warning_count = job.warning_count;
  memcpy(result->message, job.message, sizeof result->message);
  if (job.buffer_too_small) {
    result->status = IMAGE_CODEC_TOO_LARGE;
    record_message(result->message, "the picture is larger than its header said");
  } else if (!finished || job.out_of_memory) {
    result->status = status_of_failure(&job);
  }
  result->rows_decoded = rows_decoded(&job);
  if (job.scratch != NULL && job.pass_count > 1) {
    composite_over_white(job.scratch, pixels, (size_t)job.width * job.height);
  }
  finish(&job);
}

void png_codec_decode(
    const uint8_t *bytes, size_t length, uint8_t *pixels, size_t capacity,
    image_codec_result *result) {
  attempt(bytes, length, 8192, pixels, capacity, result);
  // libpng inflates only whole reads; of a cut file small ones save the rows in the last piece.
  if (result->status == IMAGE_CODEC_TRUNCATED) {
    attempt(bytes, length, 32, pixels, capacity, result);
  }
}
