/**
 * The checker: from AST to typed generic HIR. Phases, each a step of {@link org.platlang.hir.check.Checker}:
 *
 * <table>
 *   <caption>What each phase guarantees</caption>
 *   <tr><td>{@code CollectDecls}</td><td>every item has a symbol; names unique and well-formed</td></tr>
 *   <tr><td>{@code ResolveHeaders}</td><td>signatures, fields and variants have types</td></tr>
 *   <tr><td>{@code Body} and its topics</td><td>every body is typed HIR; what was wrong is reported</td></tr>
 * </table>
 *
 * <p>A body is checked in one walk. Expected types travel down as a {@code Want}, which says why; types of literals,
 * empty collections and constructors come from there. Whatever was reported has type ERROR (or the type that was
 * wanted), which agrees with everything, so that one mistake gives one report.
 */
@NullMarked
package org.platlang.hir.check;

import org.jspecify.annotations.NullMarked;
