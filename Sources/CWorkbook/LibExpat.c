// The functions of libexpat that Tiendo calls.
#ifdef HAS_EXPAT

#include <expat.h>

#define FORWARDING_NAMES "libexpat.so.1", "libexpat.so"
#include "../CCompression/Forwarding.h"

GIVE(const XML_LChar *, XML_ErrorString, (enum XML_Error a), (a))
GIVE(const XML_LChar *, XML_ExpatVersion, (void), ())
GIVE(XML_Index, XML_GetCurrentByteIndex, (XML_Parser a), (a))
GIVE(XML_Size, XML_GetCurrentLineNumber, (XML_Parser a), (a))
GIVE(enum XML_Error, XML_GetErrorCode, (XML_Parser a), (a))
GIVE(enum XML_Status, XML_Parse, (XML_Parser a, const char *b, int c, int d), (a, b, c, d))
GIVE(XML_Parser, XML_ParserCreate, (const XML_Char *a), (a))
PASS(XML_ParserFree, (XML_Parser a), (a))
PASS(XML_SetCharacterDataHandler, (XML_Parser a, XML_CharacterDataHandler b), (a, b))
PASS(XML_SetDoctypeDeclHandler,
  (XML_Parser a, XML_StartDoctypeDeclHandler b, XML_EndDoctypeDeclHandler c),
  (a, b, c))
PASS(XML_SetElementHandler,
  (XML_Parser a, XML_StartElementHandler b, XML_EndElementHandler c),
  (a, b, c))
PASS(XML_SetUserData, (XML_Parser a, void *b), (a, b))
GIVE(enum XML_Status, XML_StopParser, (XML_Parser a, XML_Bool b), (a, b))

#endif
