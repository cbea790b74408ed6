package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.hir.tree.BinaryOp;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirLocalSet;
import org.platlang.hir.tree.HirExpr.HirWhile;
import org.platlang.hir.tree.HirLabel;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.SetType;
import org.platlang.lexer.source.Span;

/**
 * {@code for} over a Dict or Set: a {@code while} over the places of its entries. Removing keys and setting values of
 * present ones is allowed meanwhile (what is removed before its turn is not met); after a new key the loop panics.
 */
final class DictLoops {
    private DictLoops() {}

    /** The loop; {@code element} is the variable of a Set's loop, or that of a Dict's values beside {@code key}. */
    static HirExpr loop(
            Body body,
            HirLabel label,
            Optional<HirLocal> key,
            HirLocal element,
            HirExpr iterated,
            HirExpr inner,
            Span span) {
        HirExpr object = iterated;
        if (iterated.type() instanceof SetType s) {
            DictType table = new DictType(s.element(), Primitive.UNIT);
            object = new HirIntrinsic(Intrinsic.SET_TABLE, List.of(s.element()), List.of(iterated), table, span);
        }
        DictType type = (DictType) object.type();
        HirLocal over = body.frame.newLocal("$over", type, false, span);
        HirLocal stamp = body.frame.newLocal("$stamp", Primitive.INT32, false, span);
        HirLocal place = body.frame.newLocal("$at", Primitive.INT32, true, span);
        HirExpr dict = new HirLocalGet(over, span);
        HirExpr at = new HirLocalGet(place, span);
        List<HirExpr> before = List.of(
                new HirLet(over, object, span),
                new HirLet(stamp, DictMethods.call(body, "dict_stamp", type, List.of(dict), span), span),
                new HirLet(place, new HirInt(-1, Primitive.INT32, span), span));
        HirExpr next = DictMethods.call(body, "dict_next", type, List.of(dict, at, new HirLocalGet(stamp, span)), span);
        HirExpr zero = new HirInt(0, Primitive.INT32, span);
        HirExpr more = new HirBlock(
                List.of(new HirLocalSet(place, next, span)),
                new HirBinary(BinaryOp.GREATER_EQUAL, at, zero, Primitive.BOOL, span),
                span);
        List<HirExpr> round = new ArrayList<>();
        if (iterated.type() instanceof SetType) {
            fetch(body, "dict_key", type, element, dict, at, round);
        } else {
            if (key.isPresent()) {
                fetch(body, "dict_key", type, key.get(), dict, at, round);
            }
            fetch(body, "dict_value", type, element, dict, at, round);
        }
        HirExpr turn = new HirBlock(List.copyOf(round), inner, span);
        return new HirBlock(before, new HirWhile(label, more, Body.asUnit(turn), span), span);
    }

    private static void fetch(
            Body body, String function, DictType type, HirLocal into, HirExpr dict, HirExpr at, List<HirExpr> round) {
        if (!into.name().equals("_")) {
            Span span = into.span();
            round.add(new HirLet(into, DictMethods.call(body, function, type, List.of(dict, at), span), span));
        }
    }
}
