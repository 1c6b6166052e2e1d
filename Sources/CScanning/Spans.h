// What a field is, for the files that read them.
#ifndef TIENDO_SPANS_H
#define TIENDO_SPANS_H

#include "CScanning.h"

#define INLINE static inline __attribute__((always_inline))

INLINE const uint8_t *text_of(const tiendo_texts *texts, const tiendo_span *span) {
  const uint32_t rewritten = (uint32_t)1 << 30;
  return (span->packed & rewritten ? texts->scratch : texts->bytes) + span->start;
}

INLINE size_t length_of(const tiendo_span *span) { return span->packed & (((uint32_t)1 << 30) - 1); }

INLINE int is_quoted(const tiendo_span *span) { return span->packed >> 31; }

#endif
