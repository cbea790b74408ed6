/* text.h — text under construction, for the library's own files: a BUFFER of bytes (text.c). */
#ifndef PLAT_LIB_TEXT_H
#define PLAT_LIB_TEXT_H

#include "lib/object.h"

/* The text with room for so many bytes more: `b`, or a larger copy of it. */
buffer_t *text_room(worker_t *worker, buffer_t *b, size_t more);

#endif
