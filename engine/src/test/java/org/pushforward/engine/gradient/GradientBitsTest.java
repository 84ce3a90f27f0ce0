package org.pushforward.engine.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pushforward.engine.gradient.Asked.at;
import static org.pushforward.engine.gradient.Asked.independent;
import static org.pushforward.engine.gradient.Asked.score;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.engine.gradient.Estimator.Baseline;
import org.pushforward.engine.kernel.ReferenceBackend;
import org.pushforward.engine.kernel.opencl.OpenClBackend;
import org.pushforward.engine.kernel.opencl.TestDevice;
import org.pushforward.engine.kernel.simd.SimdBackend;
import org.pushforward.engine.moment.Points;
import org.pushforward.engine.moment.SampledProgram;
import org.pushforward.engine.number.PartialSum;

/** Sums of gradients do not depend on how samples are cut, nor on what computes them. */
class GradientBitsTest {
  static Stream<Arguments> asked() {
    return Stream.of(
        Arguments.of(
            Asked.of("(x - 3)^2", "x ~ normal(m, s)", at("m", 0, "s", 1), "m", "s"),
            new Choice[] {
              independent(new Estimator.Pathwise()),
              score(Baseline.OPTIMAL),
              independent(new Estimator.MeasureValued()),
              new Choice(new Estimator.Pathwise(), Numbers.ANTITHETIC, true)
            }),
        Arguments.of(
            Asked.of(
                "x^3",
                "x ~ mix(f -> normal(m, 2), 1-f -> normal(0, 1))",
                at("f", 0.3, "m", 1),
                "f",
                "m"),
            new Choice[] {independent(new Estimator.Pathwise()), score(Baseline.LEAVE_ONE_OUT)}),
        Arguments.of(
            Asked.of("x^2", "x ~ poisson(m)", at("m", 3), "m"),
            new Choice[] {independent(new Estimator.MeasureValued())}));
  }

  @ParameterizedTest
  @MethodSource("asked")
  void anyCutGivesTheSameBits(Asked asked, Choice[] choices) {
    for (Gradient gradient : asked.plan(choices).gradients()) {
      SampledProgram work = gradient.work();
      PartialSum whole = work.zero();
      work.add(Asked.SIMD, 0, 100_000, whole);
      PartialSum first = work.zero();
      work.add(Asked.SIMD, 61_234, 100_000, first);
      PartialSum second = work.zero();
      work.add(Asked.SIMD, 12_345, 61_234, second);
      work.add(Asked.SIMD, 0, 12_345, second);
      first.merge(second);
      assertEquals(whole, first);
      PartialSum reference = work.zero();
      work.add(new ReferenceBackend(), 0, 3 * Points.BLOCK + 17, reference);
      PartialSum simd = work.zero();
      work.add(Asked.SIMD, 0, 3 * Points.BLOCK + 17, simd);
      assertEquals(reference, simd);
    }
  }

  @ParameterizedTest
  @MethodSource("asked")
  void openClGivesTheSameBits(Asked asked, Choice[] choices) {
    for (Gradient gradient : asked.plan(choices).gradients()) {
      PartialSum simd = gradient.work().zero();
      gradient.work().add(Asked.SIMD, 1000, 50_000, simd);
      PartialSum device = gradient.work().zero();
      gradient
          .work()
          .add(new OpenClBackend(TestDevice.find(), new SimdBackend()), 1000, 50_000, device);
      assertEquals(simd, device);
    }
  }
}
