#include "CADBC.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int cadbc_open(
    const char *path, const char *const *entries, int count, struct AdbcDriver *driver,
    struct AdbcError *error, char *text, size_t room) {
  // Names of one driver must not be taken for those of another.
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(text, room, "%s", reason == NULL ? "" : reason);
    return CADBC_NO_LIBRARY;
  }
  AdbcDriverInitFunction entry = NULL;
  for (int place = 0; place < count && entry == NULL; place++) {
    *(void **)&entry = dlsym(library, entries[place]);
  }
  if (entry == NULL) {
    dlclose(library);
    return CADBC_NO_ENTRY;
  }
  memset(driver, 0, sizeof *driver);
  AdbcStatusCode status = entry(CADBC_VERSION_1_1, driver, error);
  if (status == CADBC_NOT_IMPLEMENTED) {
    if (error->release != NULL) error->release(error);
    memset(error, 0, sizeof *error);
    memset(driver, 0, sizeof *driver);
    status = entry(CADBC_VERSION_1_0, driver, error);
  }
  return status;
}

const char *cadbc_stream_error(struct CArrowStream *stream) {
  return stream->get_last_error == NULL ? NULL : stream->get_last_error(stream);
}
