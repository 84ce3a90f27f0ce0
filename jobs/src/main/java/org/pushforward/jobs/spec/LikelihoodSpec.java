package org.pushforward.jobs.spec;

import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;

/**
 * A model and the data it is to describe.
 *
 * @param data empty if the spec only states a model
 * @param observables those with a range or bins; the model declares them
 */
public record LikelihoodSpec(
    String name,
    Optional<DataSpec> data,
    Map<String, ObservableSpec> observables,
    Text model,
    Place place) {

  /** The data, which the job needs. */
  public DataSpec requireData() {
    return data.orElseThrow(
        () ->
            new SpecException(
                place,
                "there are no data",
                "write data: { path: FILE }, or simulate: { events: 1e5 } to draw them from the"
                    + " model"));
  }
}
