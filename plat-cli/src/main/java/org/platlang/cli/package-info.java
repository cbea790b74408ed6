@NullMarked
package org.platlang.cli;

import org.jspecify.annotations.NullMarked;
