package org.pushforward.jobs.spec;

/**
 * {@code describe: { hessian: true, source: true }}: what describe shows beside density and
 * gradient.
 */
public record DescribeSpec(boolean hessian, boolean source) {
  static final DescribeSpec NONE = new DescribeSpec(false, false);

  static DescribeSpec read(Value value) {
    Fields fields = value.fields("hessian", "source");
    return new DescribeSpec(
        fields.get("hessian").map(Value::truth).orElse(false),
        fields.get("source").map(Value::truth).orElse(false));
  }
}
