extern "C" {
#include "CRegex.h"
}

#include <cstring>

#ifdef HAS_RE2
#include <new>
#include <re2/re2.h>
#include <vector>

struct tiendo_regex {
  re2::RE2 expression;
  tiendo_regex(re2::StringPiece pattern, const re2::RE2::Options &options)
      : expression(pattern, options) {}
};

namespace {

// For a pattern and what it remembers of texts; beyond that it forgets and goes on.
const int64_t memory = 32 << 20;

int problem_of(re2::RE2::ErrorCode code) {
  switch (code) {
  case re2::RE2::NoError: return TIENDO_REGEX_FINE;
  case re2::RE2::ErrorMissingBracket: return TIENDO_REGEX_BRACKET;
  case re2::RE2::ErrorMissingParen: return TIENDO_REGEX_PARENTHESIS;
  case re2::RE2::ErrorTrailingBackslash: return TIENDO_REGEX_BACKSLASH;
  case re2::RE2::ErrorBadEscape: return TIENDO_REGEX_ESCAPE;
  case re2::RE2::ErrorBadCharClass:
  case re2::RE2::ErrorBadCharRange: return TIENDO_REGEX_CLASS;
  case re2::RE2::ErrorRepeatArgument:
  case re2::RE2::ErrorRepeatOp: return TIENDO_REGEX_REPEATS;
  case re2::RE2::ErrorRepeatSize: return TIENDO_REGEX_TIMES;
  case re2::RE2::ErrorBadPerlOp:
  case re2::RE2::ErrorBadNamedCapture: return TIENDO_REGEX_GROUP;
  case re2::RE2::ErrorPatternTooLarge: return TIENDO_REGEX_SIZE;
  default: return TIENDO_REGEX_OTHER;
  }
}

} // namespace

extern "C" bool tiendo_regex_is_available(void) { return true; }

extern "C" tiendo_regex *tiendo_regex_make(
    const char *pattern, size_t length, bool tells_groups, int *problem, char *part,
    size_t part_size) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory);
  options.set_never_capture(!tells_groups);
  if (part_size > 0) part[0] = 0;
  tiendo_regex *regex =
      new (std::nothrow) tiendo_regex(re2::StringPiece(pattern, length), options);
  if (regex == nullptr) {
    *problem = TIENDO_REGEX_SIZE;
    return nullptr;
  }
  if (regex->expression.ok()) {
    *problem = TIENDO_REGEX_FINE;
    return regex;
  }
  *problem = problem_of(regex->expression.error_code());
  if (*problem == TIENDO_REGEX_FINE) *problem = TIENDO_REGEX_OTHER;
  const std::string &piece = regex->expression.error_arg();
  if (part_size > 0) {
    size_t count = piece.size() < part_size - 1 ? piece.size() : part_size - 1;
    std::memcpy(part, piece.data(), count);
    part[count] = 0;
  }
  delete regex;
  return nullptr;
}

extern "C" void tiendo_regex_free(tiendo_regex *regex) { delete regex; }

extern "C" bool tiendo_regex_finds(const tiendo_regex *regex, const char *text, size_t length) {
  return regex->expression.Match(
      re2::StringPiece(text, length), 0, length, re2::RE2::UNANCHORED, nullptr, 0);
}

extern "C" int tiendo_regex_groups(const tiendo_regex *regex) {
  return regex->expression.NumberOfCapturingGroups();
}

extern "C" bool tiendo_regex_search(
    const tiendo_regex *regex, const char *text, size_t length, size_t from, ptrdiff_t *spans,
    int count) {
  std::vector<re2::StringPiece> found(count);
  const char *start = text == nullptr ? "" : text;
  if (!regex->expression.Match(
          re2::StringPiece(start, length), from, length, re2::RE2::UNANCHORED, found.data(), count))
    return false;
  for (int place = 0; place < count; place++) {
    bool took_part = found[place].data() != nullptr;
    spans[2 * place] = took_part ? found[place].data() - start : -1;
    spans[2 * place + 1] =
        took_part ? found[place].data() + found[place].size() - start : -1;
  }
  return true;
}

#else

struct tiendo_regex {
  char unused;
};

extern "C" bool tiendo_regex_is_available(void) { return false; }

extern "C" tiendo_regex *tiendo_regex_make(
    const char *, size_t, bool, int *problem, char *part, size_t part_size) {
  *problem = TIENDO_REGEX_MISSING;
  if (part_size > 0) part[0] = 0;
  return nullptr;
}

extern "C" void tiendo_regex_free(tiendo_regex *) {}

extern "C" bool tiendo_regex_finds(const tiendo_regex *, const char *, size_t) { return false; }

extern "C" int tiendo_regex_groups(const tiendo_regex *) { return 0; }

extern "C" bool tiendo_regex_search(
    const tiendo_regex *, const char *, size_t, size_t, ptrdiff_t *, int) {
  return false;
}

#endif
