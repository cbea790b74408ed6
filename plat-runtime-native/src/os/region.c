/* region.c: see region.h. */
#include "os/region.h"
#include "base/check.h"
#include "os/os.h"

enum { PAGE = 4096, SMALL_PAGES = 1 << 20 };

bool region_open(region_t *region, size_t bytes) {
  char *base = os_map(bytes);
  if (base == NULL) return false;
  *region = (region_t){.base = base, .next = base, .end = base + bytes};
  if (bytes > SMALL_PAGES) os_prefer_huge_pages(base + SMALL_PAGES, bytes - SMALL_PAGES);
  return true;
}

void *region_take(region_t *region, size_t bytes) {
  debug_check(bytes % PAGE == 0);
  lock_take(&region->lock);
  char *chunk = region->next;
  bool fits = bytes <= (size_t)(region->end - chunk);
  if (fits) __atomic_store_n(&region->next, chunk + bytes, __ATOMIC_RELAXED);
  lock_drop(&region->lock);
  return fits ? chunk : NULL;
}

void region_close(region_t *region) {
  if (region->base == NULL) return;
  os_unmap(region->base, (size_t)(region->end - region->base));
  *region = (region_t){0};
}
