package org.pushforward.engine.expr;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/** One node for each content; a node nobody holds is forgotten. */
final class Interner {

  /** A node compared by content, as nodes themselves compare by identity. */
  private static final class Entry extends WeakReference<Expr> {
    private final int hash;

    Entry(Expr expr, ReferenceQueue<Expr> forgotten) {
      super(expr, forgotten);
      this.hash = expr.contentHash();
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Expr mine = get();
      Expr theirs = other instanceof Entry entry ? entry.get() : null;
      return mine != null && theirs != null && (mine == theirs || mine.same(theirs));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static final Map<Entry, Entry> NODES = new HashMap<>();
  private static final ReferenceQueue<Expr> FORGOTTEN = new ReferenceQueue<>();

  private Interner() {}

  static synchronized Expr intern(Expr expr) {
    for (Object entry = FORGOTTEN.poll(); entry != null; entry = FORGOTTEN.poll()) {
      NODES.remove((Entry) entry);
    }
    Entry entry = new Entry(expr, FORGOTTEN);
    Entry known = NODES.get(entry);
    Expr node = known == null ? null : known.get();
    if (node != null) {
      return node;
    }
    NODES.put(entry, entry);
    return expr;
  }
}
