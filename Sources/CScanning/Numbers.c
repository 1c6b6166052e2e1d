#include "Spans.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi")))

/// Four fields: their first eight bytes, and their lengths.
typedef struct {
  __m256i words;
  __m256i lengths;
} four;

INLINE int64_t word_of(const uint8_t *text) {
  int64_t word;
  memcpy(&word, text, sizeof word);
  return word;
}

/// The fields of four rows; a row that is not there takes the last one's.
INLINE void spans_of(const tiendo_texts *texts, size_t row, const tiendo_span *spans[4]) {
  const tiendo_span *first = texts->spans + row * texts->stride;
  const size_t last = texts->rows - 1 - row;
  for (size_t lane = 0; lane < 4; lane++) {
    spans[lane] = first + (lane < last ? lane : last) * texts->stride;
  }
}

WIDE INLINE four load(const tiendo_texts *texts, const tiendo_span *spans[4]) {
  return (four){
    _mm256_set_epi64x(
      word_of(text_of(texts, spans[3])), word_of(text_of(texts, spans[2])),
      word_of(text_of(texts, spans[1])), word_of(text_of(texts, spans[0]))),
    _mm256_set_epi64x(
      (int64_t)length_of(spans[3]), (int64_t)length_of(spans[2]), (int64_t)length_of(spans[1]),
      (int64_t)length_of(spans[0]))};
}

/// The first bytes of each word moved to its end, `0` before them; nothing but zero bytes where there are
/// more than eight.
WIDE INLINE __m256i aligned(__m256i words, __m256i lengths) {
  const __m256i bits = _mm256_slli_epi64(lengths, 3);
  return _mm256_or_si256(
    _mm256_sllv_epi64(words, _mm256_sub_epi64(_mm256_set1_epi64x(64), bits)),
    _mm256_srlv_epi64(_mm256_set1_epi8('0'), bits));
}

/// Whether all bytes are digits, given what is left of them without '0'.
WIDE INLINE __m256i are_digits(__m256i digits) {
  const __m256i small = _mm256_cmpeq_epi8(_mm256_min_epu8(digits, _mm256_set1_epi8(9)), digits);
  return _mm256_cmpeq_epi64(small, _mm256_set1_epi8(-1));
}

/// Eight digits each as a number.
WIDE INLINE __m256i numbers(__m256i digits) {
  const __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
  const __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
  return _mm256_add_epi64(
    _mm256_mul_epu32(fours, _mm256_set1_epi64x(10000)), _mm256_srli_epi64(fours, 32));
}

/// Writes what some of four rows hold: no row that is not there is written to.
WIDE INLINE void store(int64_t *out, __m256i values, size_t rows) {
  if (rows == 4) {
    _mm256_storeu_si256((__m256i *)out, values);
  } else {
    int64_t own[4];
    _mm256_storeu_si256((__m256i *)own, values);
    memcpy(out, own, rows * sizeof *own);
  }
}

INLINE size_t leading(int lanes) { return (size_t)__builtin_ctz(~(unsigned)lanes); }

WIDE size_t tiendo_read_integers(tiendo_texts texts, size_t from, int64_t *out) {
  const __m256i one = _mm256_set1_epi64x(1);
  const __m256i zero_digit = _mm256_set1_epi64x('0');
  for (size_t row = from; row < texts.rows;) {
    const tiendo_span *spans[4];
    spans_of(&texts, row, spans);
    const four own = load(&texts, spans);
    const __m256i digits =
      _mm256_xor_si256(aligned(own.words, own.lengths), _mm256_set1_epi8('0'));
    const __m256i begins = _mm256_cmpeq_epi64(
      _mm256_and_si256(own.words, _mm256_set1_epi64x(255)), zero_digit);
    const __m256i padded = _mm256_and_si256(begins, _mm256_cmpgt_epi64(own.lengths, one));
    const __m256i empty = _mm256_cmpgt_epi64(one, own.lengths);
    const __m256i good = _mm256_andnot_si256(_mm256_or_si256(padded, empty), are_digits(digits));
    const size_t rows = texts.rows - row < 4 ? texts.rows - row : 4;
    const size_t read = leading(_mm256_movemask_pd(_mm256_castsi256_pd(good)));
    store(out + row, numbers(digits), rows);
    if (read < rows) return row + read;
    row += rows;
  }
  return texts.rows;
}

WIDE size_t tiendo_read_decimals(
  tiendo_texts texts, size_t from, uint8_t point, int scale, tiendo_decimal_signs *signs,
  int64_t *out) {
  const __m256i zero = _mm256_setzero_si256();
  const __m256i one = _mm256_set1_epi64x(1);
  const __m256i three = _mm256_set1_epi64x(3);
  const __m256i powers = _mm256_setr_epi32(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000);
  int has_point = 0, is_plain = 0;
  size_t row = from;
  while (row < texts.rows) {
    const tiendo_span *spans[4];
    spans_of(&texts, row, spans);
    const four own = load(&texts, spans);
    const __m256i surplus =
      _mm256_sub_epi64(_mm256_set1_epi64x(64), _mm256_slli_epi64(own.lengths, 3));
    const __m256i text = _mm256_srlv_epi64(_mm256_sllv_epi64(own.words, surplus), surplus);
    const __m256i points = _mm256_cmpeq_epi8(text, _mm256_set1_epi8((char)point));
    const __m256i whole_numbers = _mm256_cmpeq_epi64(points, zero);
    // Ones in the bytes before the first point, in all where there is none.
    const __m256i before = _mm256_andnot_si256(points, _mm256_sub_epi64(points, one));
    const __m256i joined = _mm256_or_si256(
      _mm256_and_si256(text, before), _mm256_andnot_si256(before, _mm256_srli_epi64(text, 8)));
    const __m256i place = _mm256_sad_epu8(_mm256_and_si256(before, _mm256_set1_epi8(1)), zero);
    const __m256i whole = _mm256_blendv_epi8(place, own.lengths, whole_numbers);
    const __m256i behind = _mm256_andnot_si256(
      whole_numbers, _mm256_sub_epi64(_mm256_sub_epi64(own.lengths, one), place));
    const __m256i digits = _mm256_xor_si256(
      aligned(joined, _mm256_add_epi64(whole, behind)), _mm256_set1_epi8('0'));
    const __m256i begins = _mm256_cmpeq_epi64(
      _mm256_and_si256(text, _mm256_set1_epi64x(255)), _mm256_set1_epi64x('0'));
    // Nothing before the point, or behind it; zeros that lead; more digits than the scale has.
    const __m256i bad = _mm256_or_si256(
      _mm256_or_si256(
        _mm256_cmpgt_epi64(one, whole),
        _mm256_andnot_si256(whole_numbers, _mm256_cmpgt_epi64(one, behind))),
      _mm256_or_si256(
        _mm256_and_si256(begins, _mm256_cmpgt_epi64(whole, one)),
        _mm256_cmpgt_epi64(behind, _mm256_set1_epi64x(scale))));
    const __m256i good = _mm256_andnot_si256(bad, are_digits(digits));
    const __m256i factors = _mm256_permutevar8x32_epi32(
      powers, _mm256_sub_epi64(_mm256_set1_epi64x(scale), behind));
    const __m256i values = _mm256_mul_epu32(numbers(digits), factors);
    const size_t rows = texts.rows - row < 4 ? texts.rows - row : 4;
    size_t read = leading(_mm256_movemask_pd(_mm256_castsi256_pd(good)));
    if (read > rows) read = rows;
    // Three digits behind at most three, which do not begin with 0, may be thousands.
    const __m256i open = _mm256_andnot_si256(
      begins,
      _mm256_andnot_si256(_mm256_cmpgt_epi64(whole, three), _mm256_cmpeq_epi64(behind, three)));
    const int taken = (1 << read) - 1;
    const int pointed = ~_mm256_movemask_pd(_mm256_castsi256_pd(whole_numbers)) & taken;
    has_point |= pointed;
    is_plain |= pointed & ~_mm256_movemask_pd(_mm256_castsi256_pd(open));
    store(out + row, values, rows);
    row += read;
    if (read < rows) break;
  }
  signs->has_point |= has_point != 0;
  signs->is_plain |= is_plain != 0;
  return row;
}

WIDE size_t tiendo_read_days(
  tiendo_texts texts, size_t from, const int32_t *months, size_t count, int64_t *out) {
  const __m256i one = _mm256_set1_epi64x(1);
  for (size_t row = from; row < texts.rows;) {
    const tiendo_span *spans[4];
    spans_of(&texts, row, spans);
    const four own = load(&texts, spans);
    int64_t ends[4];
    for (int lane = 0; lane < 4; lane++) {
      uint16_t end;
      memcpy(&end, text_of(&texts, spans[lane]) + 8, sizeof end);
      ends[lane] = end;
    }
    const __m256i hyphens = _mm256_cmpeq_epi64(
      _mm256_and_si256(own.words, _mm256_set1_epi64x((int64_t)0xFF0000FF00000000)),
      _mm256_set1_epi64x((int64_t)0x2D00002D00000000));
    // yyyymmdd
    const __m256i digits = _mm256_xor_si256(
      _mm256_or_si256(
        _mm256_or_si256(
          _mm256_and_si256(own.words, _mm256_set1_epi64x(0xFFFFFFFF)),
          _mm256_slli_epi64(
            _mm256_and_si256(_mm256_srli_epi64(own.words, 40), _mm256_set1_epi64x(0xFFFF)), 32)),
        _mm256_slli_epi64(_mm256_loadu_si256((const __m256i *)ends), 48)),
      _mm256_set1_epi8('0'));
    const __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
    const __m256i sums = _mm256_madd_epi16(
      pairs, _mm256_set1_epi64x(1200 | (int64_t)12 << 16 | (int64_t)1 << 32));
    const __m256i month = _mm256_srli_epi64(sums, 32);
    const __m256i day = _mm256_srli_epi64(pairs, 48);
    __m256i place = _mm256_sub_epi64(
      _mm256_add_epi64(_mm256_and_si256(sums, _mm256_set1_epi64x(0xFFFFFFFF)), month),
      _mm256_set1_epi64x(1900 * 12 + 1));
    const __m256i outside = _mm256_or_si256(
      _mm256_cmpgt_epi64(one, day),
      _mm256_or_si256(
        _mm256_cmpgt_epi64(one, month), _mm256_cmpgt_epi64(month, _mm256_set1_epi64x(12))));
    const __m256i unknown = _mm256_or_si256(
      _mm256_cmpgt_epi64(_mm256_setzero_si256(), place),
      _mm256_cmpgt_epi64(place, _mm256_set1_epi64x((int64_t)count - 2)));
    const __m256i dated = _mm256_andnot_si256(
      _mm256_or_si256(outside, unknown),
      _mm256_and_si256(
        _mm256_and_si256(hyphens, are_digits(digits)),
        _mm256_cmpeq_epi64(own.lengths, _mm256_set1_epi64x(10))));
    // What is no day asks for the first month.
    place = _mm256_and_si256(place, dated);
    // The starts of the month and of the next one.
    const __m256i starts = _mm256_i64gather_epi64((const long long *)months, place, 4);
    const __m256i lengths = _mm256_and_si256(
      _mm256_sub_epi32(_mm256_srli_epi64(starts, 32), starts), _mm256_set1_epi64x(0xFFFFFFFF));
    const __m256i good = _mm256_andnot_si256(_mm256_cmpgt_epi64(day, lengths), dated);
    const __m256i days = _mm256_cvtepi32_epi64(_mm256_castsi256_si128(_mm256_permutevar8x32_epi32(
      _mm256_add_epi32(starts, _mm256_sub_epi64(day, one)),
      _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6))));
    const size_t rows = texts.rows - row < 4 ? texts.rows - row : 4;
    const size_t read = leading(_mm256_movemask_pd(_mm256_castsi256_pd(good)));
    store(out + row, days, rows);
    if (read < rows) return row + read;
    row += rows;
  }
  return texts.rows;
}

#else

// No machine without the wide vectors calls these.
size_t tiendo_read_integers(tiendo_texts texts, size_t from, int64_t *out) {
  (void)texts, (void)out;
  return from;
}

size_t tiendo_read_decimals(
  tiendo_texts texts, size_t from, uint8_t point, int scale, tiendo_decimal_signs *signs,
  int64_t *out) {
  (void)texts, (void)point, (void)scale, (void)signs, (void)out;
  return from;
}

size_t tiendo_read_days(
  tiendo_texts texts, size_t from, const int32_t *months, size_t count, int64_t *out) {
  (void)texts, (void)months, (void)count, (void)out;
  return from;
}

#endif
