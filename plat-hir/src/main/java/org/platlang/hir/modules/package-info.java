/** Which files a program is made of: module paths, where their texts come from, and the search along `use`. */
@NullMarked
package org.platlang.hir.modules;

import org.jspecify.annotations.NullMarked;
