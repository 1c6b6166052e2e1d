#ifndef TIENDO_CSCANNING_H
#define TIENDO_CSCANNING_H

#include <stddef.h>
#include <stdint.h>

/// What the reader of CSV does with the vector instructions that Swift does not reach: finding separators,
/// and looking up texts.

/// Whether this machine has the instructions of the wide forms: AVX2, AES and BMI. Else the others are to
/// be called, `wide` being false.
int tiendo_has_wide_vectors(void);

/// The places of all bytes that equal one of three, in ascending order.
///
/// - `bytes`: `count` bytes, at most 2^32 - 1 - `base`; 63 more may be read.
/// - `base`: what is added to each place.
/// - `out`: room for `count` + 16 places.
/// - Returns: how many there are.
size_t tiendo_find_separators(
  int wide, const uint8_t *bytes, size_t count, uint8_t first, uint8_t second, uint8_t third,
  uint32_t base, uint32_t *out);

/// A field: where its text begins, and its length with two flags above it, as `FieldSpan` has them.
typedef struct {
  uint32_t start;
  uint32_t packed;
} tiendo_span;

/// One field of each of some records, `stride` spans apart. 32 bytes from each text on may be read.
typedef struct {
  const tiendo_span *spans;
  size_t stride;
  size_t rows;
  const uint8_t *bytes;
  /// Where texts lie that are written anew.
  const uint8_t *scratch;
} tiendo_texts;

/// A table of texts with open addressing: in a slot stand the high half of the hash and, in the low half,
/// the number and 1; 0 is free. The place of a hash is its bits from 16 on. 32 bytes from each text on may
/// be read.
typedef struct {
  const uint8_t *bytes;
  /// Where each text begins, and the last one ends.
  const int64_t *starts;
  const uint64_t *slots;
  uint64_t mask;
} tiendo_text_table;

/// The hash of a text in tables that `tiendo_number_texts` is asked of. Needs the wide vectors.
uint64_t tiendo_hash_text(const uint8_t *text, size_t length);

/// The numbers of texts that stand in the first slot with the high half of their hash; -1 for all others, and
/// for empty fields without quotes. Needs the wide vectors.
///
/// - `hashes`, `found`: room for as many as there are rows; `hashes` holds the hashes afterwards.
/// - Returns: how many are -1.
size_t tiendo_number_texts(
  tiendo_texts texts, tiendo_text_table table, uint64_t *hashes, uint64_t *found, int64_t *out);

/// Reads whole numbers of one to eight digits without leading zeros, from the row `from` on, into `out` by
/// row. Needs the wide vectors.
///
/// - Returns: the first row that holds something else, or the number of rows.
size_t tiendo_read_integers(tiendo_texts texts, size_t from, int64_t *out);

/// What decimals showed.
typedef struct {
  /// Whether one had a point.
  int has_point;
  /// Whether one had a point that cannot stand between thousands.
  int is_plain;
} tiendo_decimal_signs;

/// Reads numbers of one to eight bytes, digits with at most one point among them, from the row `from` on,
/// into `out` by row, at a common scale of at most 7. Needs the wide vectors.
///
/// - Returns: the first row that holds something else or more digits behind the point, or the number of
///   rows. `signs` is added to for the rows before it.
size_t tiendo_read_decimals(
  tiendo_texts texts, size_t from, uint8_t point, int scale, tiendo_decimal_signs *signs, int64_t *out);

/// Reads days such as `2025-12-31` as days since 1970, from the row `from` on, into `out` by row. Needs the
/// wide vectors.
///
/// - `months`: the first days of `count` months, at least two, from January 1900 on; days of the last of them
///   are not read.
/// - Returns: the first row that holds something else, or a day of another month, or the number of rows.
size_t tiendo_read_days(
  tiendo_texts texts, size_t from, const int32_t *months, size_t count, int64_t *out);

#endif
