@NullMarked
package org.platlang.abi;

import org.jspecify.annotations.NullMarked;
