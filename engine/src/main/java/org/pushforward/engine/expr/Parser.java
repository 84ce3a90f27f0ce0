package org.pushforward.engine.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads formulas and models.
 *
 * <pre>
 *   model       = { ( name | "{" name { "," name } "}" ) "~" sum newline }
 *   comparison  = sum [ ("<" | "<=" | ">" | ">=") sum ]
 *   sum         = product { ("+" | "-") product }
 *   product     = signed { ("*" | "/") signed }
 *   signed      = "-" signed | power
 *   power       = primary [ "^" signed ]
 *   primary     = number | name | name "(" [ argument { "," argument } ] ")" | "(" comparison ")" | group
 *   group       = "{" comparison { "," comparison } "}"
 *   argument    = [ name "=" ] comparison | comparison "->" comparison | comparison "|" comparison
 * </pre>
 *
 * A line that ends within brackets or with an operator, or begins with one, goes on; {@code #}
 * begins a comment.
 */
public final class Parser {
  private final Text text;
  private final String s;
  private int at;

  private Parser(Text text) {
    this.text = text;
    this.s = text.value();
  }

  /** One formula, which must be the whole text. */
  public static Syntax formula(Text text) {
    Parser parser = new Parser(text);
    Syntax formula = parser.comparison();
    parser.skip();
    if (parser.at < parser.s.length()) {
      throw parser.unexpected("an operator or the end of the formula");
    }
    return formula;
  }

  /** The declarations of a model, at least one. */
  public static List<Syntax.Declaration> model(Text text) {
    Parser parser = new Parser(text);
    List<Syntax.Declaration> declarations = new ArrayList<>();
    parser.skip();
    while (parser.at < parser.s.length()) {
      declarations.add(parser.declaration());
      parser.skip();
    }
    if (declarations.isEmpty()) {
      throw new SpecException(
          text.place(), "the model is empty", "write, for example, x ~ normal(mu, sigma)");
    }
    return declarations;
  }

  private Syntax.Declaration declaration() {
    String expected = "a variable's name, as in x ~ normal(mu, sigma)";
    int open = at;
    boolean isGroup = accept("{");
    List<Syntax.Name> names = new ArrayList<>();
    do {
      skip();
      int start = at;
      names.add(new Syntax.Name(name(expected), start, at));
    } while (isGroup && accept(","));
    if (isGroup) {
      close(open, "}");
    }
    if (!accept("~")) {
      throw unexpected("\"~\" after " + s.substring(open, at).strip());
    }
    int from = at;
    Syntax value = sum();
    return new Syntax.Declaration(
        List.copyOf(names), isGroup, value, s.substring(from, at).strip());
  }

  /** What is greater is written as what is less, its sides exchanged. */
  private Syntax comparison() {
    Syntax left = sum();
    int before = at;
    skip();
    char sign = peek();
    if (sign != '<' && sign != '>') {
      at = before;
      return left;
    }
    at++;
    boolean orEqual = peek() == '=';
    at += orEqual ? 1 : 0;
    Syntax right = sum();
    return new Syntax.Binary(
        orEqual ? "<=" : "<",
        sign == '<' ? left : right,
        sign == '<' ? right : left,
        left.start(),
        right.end());
  }

  private Syntax sum() {
    Syntax left = product();
    for (; ; ) {
      int before = at;
      skip();
      if (peek() == '+' || (peek() == '-' && !s.startsWith("->", at))) {
        String operator = s.substring(at, ++at);
        Syntax right = product();
        left = new Syntax.Binary(operator, left, right, left.start(), right.end());
      } else {
        at = before;
        return left;
      }
    }
  }

  private Syntax product() {
    Syntax left = signed();
    for (; ; ) {
      int before = at;
      skip();
      if (peek() == '*' || peek() == '/') {
        String operator = s.substring(at, ++at);
        Syntax right = signed();
        left = new Syntax.Binary(operator, left, right, left.start(), right.end());
      } else {
        at = before;
        return left;
      }
    }
  }

  private Syntax signed() {
    skip();
    int start = at;
    if (accept("-")) {
      Syntax operand = signed();
      return new Syntax.Negation(operand, start, operand.end());
    }
    Syntax base = primary();
    int before = at;
    skip();
    if (peek() == '^') {
      at++;
      Syntax exponent = signed();
      return new Syntax.Binary("^", base, exponent, base.start(), exponent.end());
    }
    at = before;
    return base;
  }

  private Syntax primary() {
    skip();
    int start = at;
    char c = peek();
    if (Character.isDigit(c) || c == '.') {
      return number();
    }
    if (accept("(")) {
      Syntax inner = comparison();
      close(start, ")");
      return inner;
    }
    if (accept("{")) {
      List<Syntax> items = new ArrayList<>();
      do {
        items.add(comparison());
      } while (accept(","));
      close(start, "}");
      return new Syntax.Group(List.copyOf(items), start, at);
    }
    String name = name("a number, a name or \"(\"");
    int nameEnd = at;
    if (peek() != '(') {
      return new Syntax.Name(name, start, nameEnd);
    }
    at++;
    List<Syntax.Argument> arguments = new ArrayList<>();
    skip();
    if (peek() != ')') {
      do {
        arguments.add(argument());
      } while (accept(","));
    }
    close(nameEnd, ")");
    return new Syntax.Call(name, List.copyOf(arguments), start, nameEnd, at);
  }

  private Syntax.Argument argument() {
    skip();
    int start = at;
    if (Character.isLetter(peek())) {
      String name = name("a name");
      skip();
      if (peek() == '=') {
        at++;
        return new Syntax.Argument(name, null, comparison());
      }
      at = start;
    }
    Syntax first = comparison();
    if (accept("->")) {
      return new Syntax.Argument("", first, comparison());
    }
    if (accept("|")) {
      Syntax law = comparison();
      first = new Syntax.Given(first, law, first.start(), law.end());
    }
    return new Syntax.Argument("", null, first);
  }

  private Syntax number() {
    int start = at;
    while (Character.isDigit(peek()) || peek() == '.') {
      at++;
    }
    if (peek() == 'e' || peek() == 'E') {
      int mark = at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      if (!Character.isDigit(peek())) {
        at = mark;
      }
      while (Character.isDigit(peek())) {
        at++;
      }
    }
    try {
      return new Syntax.Number(Double.parseDouble(s.substring(start, at)), start, at);
    } catch (NumberFormatException e) {
      throw new SpecException(text.place(start, at), s.substring(start, at) + " is no number", "");
    }
  }

  private String name(String expected) {
    skip();
    int start = at;
    if (!Character.isLetter(peek()) && peek() != '_') {
      throw unexpected(expected);
    }
    while (Character.isLetterOrDigit(peek()) || peek() == '_') {
      at++;
    }
    return s.substring(start, at);
  }

  private void close(int open, String bracket) {
    skip();
    if (!accept(bracket)) {
      throw at >= s.length()
          ? new SpecException(text.place(open, open + 1), "this bracket is never closed", "")
          : unexpected("\",\" or \"" + bracket + "\"");
    }
  }

  private boolean accept(String token) {
    skip();
    if (s.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private char peek() {
    return at < s.length() ? s.charAt(at) : '\0';
  }

  private void skip() {
    while (at < s.length()) {
      if (s.charAt(at) == '#') {
        while (at < s.length() && s.charAt(at) != '\n') {
          at++;
        }
      } else if (Character.isWhitespace(s.charAt(at))) {
        at++;
      } else {
        return;
      }
    }
  }

  private SpecException unexpected(String expected) {
    skip();
    String found = at < s.length() ? "\"" + s.charAt(at) + "\"" : "the end";
    return new SpecException(
        text.place(at, at + 1), "expected " + expected + ", found " + found, "");
  }
}
