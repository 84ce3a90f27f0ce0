package org.pushforward.engine.bijector;

import static java.util.stream.Collectors.toSet;
import static org.pushforward.engine.expr.Formulas.less;
import static org.pushforward.engine.expr.Formulas.lessOrEqual;
import static org.pushforward.engine.expr.Formulas.nearWhole;
import static org.pushforward.engine.expr.Formulas.select;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.engine.expr.Bounds;
import org.pushforward.engine.expr.Constant;
import org.pushforward.engine.expr.Derivative;
import org.pushforward.engine.expr.Elimination;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.expr.Root;
import org.pushforward.engine.expr.Substitution;

/**
 * y_i = f_i(x_1, .., x_n), formulas whose Jacobian is derived.
 *
 * <p>It is inverted block by block: k of the equations y_i = f_i have, beside unknowns that earlier
 * blocks gave, the same k unknowns. A block that is linear in them is eliminated; one of a single
 * unknown, in which f_i rises or falls all the way, is a {@link Root}; any other is {@link
 * Coupled}. So the Jacobian is block triangular, and log |det| is the sum of those of the blocks,
 * each by elimination.
 *
 * <p>Variables may be discrete, with probabilities in place of densities. These are solved by
 * themselves, and their blocks' determinants do not count: log |det| is that of the others, these
 * given.
 */
public final class VectorFormula implements VectorBijector {

  /** Why formulas are not known to have an inverse. */
  public static final class NotInvertible extends Exception {
    private static final long serialVersionUID = 1;

    NotInvertible(String reason) {
      super(reason);
    }
  }

  /**
   * @param equations indices of f, as many as {@code unknowns} of x
   * @param jacobian [equation][unknown]
   * @param coupled what several unknowns that are not linear are found by, or null
   */
  private record Block(
      List<Integer> equations,
      List<Integer> unknowns,
      List<List<Expr>> jacobian,
      boolean linear,
      Coupled coupled) {

    List<Expr> values(List<Expr> y) {
      return equations.stream().map(y::get).toList();
    }
  }

  /** Unknowns of which the determinant's sign is looked at, in 2^n minors. */
  private static final int MOST = 10;

  private final List<Parameter> variables;
  private final List<Expr> formulas;
  private final List<Interval> domain;
  private final Set<Parameter> discrete;
  private final List<Block> blocks = new ArrayList<>();

  private VectorFormula(
      List<Parameter> variables,
      List<Expr> formulas,
      List<Interval> domain,
      Set<Parameter> discrete) {
    this.variables = List.copyOf(variables);
    this.formulas = List.copyOf(formulas);
    this.domain = List.copyOf(domain);
    this.discrete = Set.copyOf(discrete);
  }

  /**
   * @param variables what stands for x in the formulas
   * @param formulas as many
   * @param domain where each variable lies
   * @param parameters where parameters lie
   * @param discrete which of the variables are
   * @throws NotInvertible with the reason
   */
  public static VectorFormula of(
      List<Parameter> variables,
      List<Expr> formulas,
      List<Interval> domain,
      Map<Parameter, Bounds> parameters,
      Set<Parameter> discrete)
      throws NotInvertible {
    if (variables.size() != formulas.size() || variables.size() != domain.size()) {
      throw new IllegalArgumentException(formulas.size() + " formulas of " + variables);
    }
    VectorFormula map = new VectorFormula(variables, formulas, domain, discrete);
    map.solve(parameters);
    return map;
  }

  private void solve(Map<Parameter, Bounds> parameters) throws NotInvertible {
    Map<Parameter, Bounds> lie = new HashMap<>();
    for (int i = 0; i < dimension(); i++) {
      lie.put(variables.get(i), new Bounds(domain.get(i).low(), domain.get(i).high(), true));
    }
    Signs signs = new Signs(lie, parameters);
    Set<Integer> equations = new LinkedHashSet<>(all());
    Set<Integer> unknowns = new LinkedHashSet<>(all());
    while (!equations.isEmpty()) {
      Block block = next(equations, unknowns, signs);
      blocks.add(block);
      if (block.coupled() == null) {
        requireRegular(block, signs);
      }
      requireOfOneKind(block);
      block.equations().forEach(equations::remove);
      block.unknowns().forEach(unknowns::remove);
    }
  }

  /** Else there is a line for each value, and no density. */
  private void requireOfOneKind(Block block) throws NotInvertible {
    if (block.unknowns().stream().map(variables::get).noneMatch(discrete::contains)) {
      return;
    }
    for (int i : block.equations()) {
      Set<Parameter> found = Substitution.among(new HashSet<>(variables), formulas.get(i));
      if (!discrete.containsAll(found)) {
        throw new NotInvertible(
            formulas.get(i)
                + " has to give a discrete variable, and has a continuous one in it: together they"
                + " have no density");
      }
      if (!block.linear()) {
        throw new NotInvertible(formulas.get(i) + " is not linear in variables that are discrete");
      }
    }
  }

  private boolean isDiscrete(Block block) {
    return discrete.contains(variables.get(block.unknowns().get(0)));
  }

  /** Whether y_i is. */
  public boolean isDiscrete(int i) {
    return blocks.stream().anyMatch(b -> b.equations().contains(i) && isDiscrete(b));
  }

  private List<Integer> all() {
    return IntStream.range(0, dimension()).boxed().toList();
  }

  /** The equations that share the smallest set of unknowns; if no set is as large, all. */
  private Block next(Set<Integer> equations, Set<Integer> unknowns, Signs signs)
      throws NotInvertible {
    Optional<Set<Integer>> smallest = Optional.empty();
    for (int equation : equations) {
      Set<Integer> own = of(formulas.get(equation), unknowns);
      long number = equations.stream().filter(e -> isWithin(e, unknowns, own)).count();
      if (number > own.size()) {
        throw new NotInvertible(
            number
                + " of the formulas have "
                + (own.isEmpty() ? "no variable" : own.size() + " variables")
                + " for them");
      }
      if (number == own.size() && smallest.stream().noneMatch(s -> s.size() <= own.size())) {
        smallest = Optional.of(own);
      }
    }
    Set<Integer> set = smallest.orElse(unknowns);
    return block(
        equations.stream().filter(e -> isWithin(e, unknowns, set)).toList(),
        set.stream().sorted(Comparator.naturalOrder()).toList(),
        signs);
  }

  private boolean isWithin(int equation, Set<Integer> unknowns, Set<Integer> set) {
    return set.containsAll(of(formulas.get(equation), unknowns));
  }

  /** Which of these variables are in a formula. */
  private Set<Integer> of(Expr formula, Collection<Integer> among) {
    Set<Parameter> found = Substitution.among(new HashSet<>(variables), formula);
    Set<Integer> indices = new LinkedHashSet<>();
    among.stream().filter(i -> found.contains(variables.get(i))).forEach(indices::add);
    return indices;
  }

  private Block block(List<Integer> equations, List<Integer> unknowns, Signs signs)
      throws NotInvertible {
    List<List<Expr>> jacobian =
        equations.stream()
            .map(
                i ->
                    unknowns.stream()
                        .map(j -> Derivative.of(formulas.get(i), variables.get(j)))
                        .toList())
            .toList();
    boolean linear =
        jacobian.stream().flatMap(List::stream).allMatch(e -> of(e, unknowns).isEmpty());
    Coupled coupled = null;
    if (!linear && unknowns.size() > 1) {
      coupled =
          Coupled.of(
              equations.stream().map(formulas::get).toList(),
              unknowns.stream().map(variables::get).toList(),
              unknowns.stream().map(domain::get).toList(),
              signs);
    }
    return new Block(equations, unknowns, jacobian, linear, coupled);
  }

  private void requireRegular(Block block, Signs signs) throws NotInvertible {
    Set<Parameter> moving = block.unknowns().stream().map(variables::get).collect(toSet());
    for (int i : block.equations()) {
      if (!signs.isContinuous(formulas.get(i), moving)) {
        throw new NotInvertible(
            formulas.get(i) + " may be undefined or jump where the variables can be");
      }
    }
    Elimination elimination = new Elimination(block.jacobian());
    if (elimination.isSingular()) {
      throw new NotInvertible("the determinant of their derivatives is 0");
    }
    if (block.unknowns().size() > MOST) {
      if (block.jacobian().stream().flatMap(List::stream).allMatch(e -> of(e, all()).isEmpty())) {
        return;
      }
      throw new NotInvertible(
          block.unknowns().size()
              + " of them have to be solved together, with coefficients that vary, which is done"
              + " for up to "
              + MOST);
    }
    Expr determinant = determinant(block.jacobian());
    if (!signs.isOfOneSign(determinant)) {
      throw new NotInvertible(
          block.unknowns().size() == 1
              ? formulas.get(block.equations().get(0))
                  + " is not known to rise or to fall with "
                  + variables.get(block.unknowns().get(0)).name()
                  + " all the way"
              : "the determinant of their derivatives is not known to have one sign");
    }
    if (!block.linear()) {
      for (Expr end : ends(block)) {
        if (end instanceof Constant c && Double.isNaN(c.value())) {
          throw new NotInvertible(
              "the limit of " + formulas.get(block.equations().get(0)) + " is not known");
        }
      }
    }
  }

  /** By the first rows' minors, each known by its columns: 2^n of them. */
  static Expr determinant(List<List<Expr>> matrix) {
    return minor(matrix, (1 << matrix.size()) - 1, new HashMap<>());
  }

  /** Of as many last rows as there are columns. */
  private static Expr minor(List<List<Expr>> matrix, int columns, Map<Integer, Expr> known) {
    if (columns == 0) {
      return Expr.of(1);
    }
    Expr before = known.get(columns);
    if (before != null) {
      return before;
    }
    List<Expr> row = matrix.get(matrix.size() - Integer.bitCount(columns));
    Expr sum = Expr.of(0);
    boolean isNegative = false;
    for (int rest = columns; rest != 0; rest &= rest - 1) {
      int column = Integer.numberOfTrailingZeros(rest);
      Expr entry = row.get(column);
      if (!entry.is(0)) {
        Expr term = entry.times(minor(matrix, columns & ~(1 << column), known));
        sum = isNegative ? sum.minus(term) : sum.plus(term);
      }
      isNegative = !isNegative;
    }
    known.put(columns, sum);
    return sum;
  }

  @Override
  public int dimension() {
    return variables.size();
  }

  /** [i][j], df_i / dx_j at x. */
  public List<List<Expr>> jacobian(List<Expr> x) {
    Map<Parameter, Expr> at = at(x);
    return formulas.stream()
        .map(f -> variables.stream().map(v -> Substitution.of(Derivative.of(f, v), at)).toList())
        .toList();
  }

  @Override
  public VectorImage forward(List<Expr> x) {
    Map<Parameter, Expr> at = at(x);
    return new VectorImage(formulas.stream().map(f -> Substitution.of(f, at)).toList(), logDet(at));
  }

  @Override
  public VectorImage inverse(List<Expr> y) {
    Map<Parameter, Expr> x = solution(y);
    return new VectorImage(variables.stream().map(x::get).toList(), logDet(x).negate());
  }

  private Map<Parameter, Expr> at(List<Expr> x) {
    Map<Parameter, Expr> at = new HashMap<>();
    for (int i = 0; i < dimension(); i++) {
      at.put(variables.get(i), x.get(i));
    }
    return at;
  }

  private Expr logDet(Map<Parameter, Expr> x) {
    Expr sum = Expr.of(0);
    for (Block block : blocks) {
      if (!isDiscrete(block)) {
        sum = sum.plus(new Elimination(at(block.jacobian(), x)).logDet());
      }
    }
    return sum;
  }

  private static List<List<Expr>> at(List<List<Expr>> matrix, Map<Parameter, Expr> x) {
    return matrix.stream()
        .map(row -> row.stream().map(e -> Substitution.of(e, x)).toList())
        .toList();
  }

  private Map<Parameter, Expr> solution(List<Expr> y) {
    Map<Parameter, Expr> x = new HashMap<>();
    for (Block block : blocks) {
      if (block.linear()) {
        eliminate(block, y, x);
      } else if (block.coupled() != null) {
        List<Expr> found = block.coupled().solution(block.values(y), Map.copyOf(x));
        for (int k = 0; k < found.size(); k++) {
          x.put(variables.get(block.unknowns().get(k)), found.get(k));
        }
      } else {
        Parameter unknown = variables.get(block.unknowns().get(0));
        x.put(unknown, root(block, y.get(block.equations().get(0)), Map.copyOf(x)));
      }
    }
    return x;
  }

  /** J x = y - f(0), with the unknowns 0. */
  private void eliminate(Block block, List<Expr> y, Map<Parameter, Expr> x) {
    Map<Parameter, Expr> known = new HashMap<>(x);
    block.unknowns().forEach(j -> known.put(variables.get(j), Expr.of(0)));
    List<List<Expr>> matrix = new ArrayList<>();
    for (int i = 0; i < block.equations().size(); i++) {
      int equation = block.equations().get(i);
      List<Expr> row = new ArrayList<>();
      block.jacobian().get(i).forEach(e -> row.add(Substitution.of(e, known)));
      row.add(y.get(equation).minus(Substitution.of(formulas.get(equation), known)));
      matrix.add(row);
    }
    List<Expr> solution = new Elimination(matrix).solution();
    for (int k = 0; k < solution.size(); k++) {
      Expr found = isDiscrete(block) ? nearWhole(solution.get(k)) : solution.get(k);
      x.put(variables.get(block.unknowns().get(k)), found);
    }
  }

  private Expr root(Block block, Expr y, Map<Parameter, Expr> known) {
    int unknown = block.unknowns().get(0);
    Expr formula = Substitution.of(formulas.get(block.equations().get(0)), known);
    Expr rises = rises(block, known);
    return Root.of(
        x -> {
          Expr rest = Substitution.of(formula, variables.get(unknown), x).minus(y);
          return select(rises, rest, rest.negate());
        },
        Expr.of(domain.get(unknown).inside()),
        Expr.of(domain.get(unknown).low()),
        Expr.of(domain.get(unknown).high()));
  }

  /**
   * 1 where f rises with the block's unknown: with a slope of one sign, f differs at two points.
   */
  private Expr rises(Block block, Map<Parameter, Expr> known) {
    int unknown = block.unknowns().get(0);
    Interval where = domain.get(unknown);
    double inside = where.inside();
    double next = new Interval(inside, where.high()).inside();
    Expr formula = Substitution.of(formulas.get(block.equations().get(0)), known);
    return less(
        Substitution.of(formula, variables.get(unknown), Expr.of(inside)),
        Substitution.of(formula, variables.get(unknown), Expr.of(next)));
  }

  /** What f tends to at the ends of the unknown's domain. */
  private List<Expr> ends(Block block) {
    return ends(block, Map.of());
  }

  private List<Expr> ends(Block block, Map<Parameter, Expr> known) {
    int unknown = block.unknowns().get(0);
    Expr formula = Substitution.of(formulas.get(block.equations().get(0)), known);
    return List.of(
        Substitution.of(formula, variables.get(unknown), Expr.of(domain.get(unknown).low())),
        Substitution.of(formula, variables.get(unknown), Expr.of(domain.get(unknown).high())));
  }

  /** Whether each root's equation has one, y lying between the ends of f, in the domain. */
  @Override
  public Expr isImage(List<Expr> y) {
    Map<Parameter, Expr> x = solution(y);
    Expr isImage = Expr.of(1);
    for (Block block : blocks) {
      if (block.coupled() != null) {
        List<Expr> own = block.unknowns().stream().map(j -> x.get(variables.get(j))).toList();
        isImage = isImage.times(block.coupled().isImage(block.values(y), own));
      } else if (!block.linear()) {
        Map<Parameter, Expr> known = before(block, x);
        List<Expr> ends = ends(block, known);
        if (ends.stream().allMatch(end -> Math.abs(end.constantOrNaN()) > Double.MAX_VALUE)) {
          continue;
        }
        Expr value = y.get(block.equations().get(0));
        Expr first = ends.get(0);
        Expr last = ends.get(1);
        Expr isOutside =
            select(
                rises(block, known),
                lessOrEqual(value, first).plus(lessOrEqual(last, value)),
                lessOrEqual(first, value).plus(lessOrEqual(value, last)));
        isImage = isImage.times(select(isOutside, Expr.of(0), Expr.of(1)));
      }
    }
    return isImage;
  }

  /** What is known before a block. */
  private Map<Parameter, Expr> before(Block block, Map<Parameter, Expr> x) {
    Map<Parameter, Expr> known = new HashMap<>(x);
    block.unknowns().forEach(j -> known.remove(variables.get(j)));
    return known;
  }

  @Override
  public List<Expr> point() {
    return domain.stream().map(interval -> Expr.of(interval.inside())).toList();
  }

  @Override
  public Interval domain(int coordinate) {
    return domain.get(coordinate);
  }
}
