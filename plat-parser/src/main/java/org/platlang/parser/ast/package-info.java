/** The abstract syntax: sealed families of records in the order of the language reference. */
@NullMarked
package org.platlang.parser.ast;

import org.jspecify.annotations.NullMarked;
