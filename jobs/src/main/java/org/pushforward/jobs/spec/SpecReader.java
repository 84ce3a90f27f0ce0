package org.pushforward.jobs.spec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.expr.Text;

/** Reads spec files. */
public final class SpecReader {
  /** The likelihood that the keys at the top of a spec describe. */
  public static final String ONLY_LIKELIHOOD = "likelihood";

  private static final String[] KEYS = {
    "name",
    "seed",
    "data",
    "observables",
    "model",
    "likelihoods",
    "parameters",
    "constants",
    "profile",
    "evaluate",
    "simulate",
    "moments",
    "gradient",
    "describe",
    "convolution",
    "device"
  };

  private final Folder folder;
  private final Fields top;

  private SpecReader(Folder folder, Fields top) {
    this.folder = folder;
    this.top = top;
  }

  /**
   * Reads a file.
   *
   * @param settings {@code key=value} each, a key such as {@code parameters.s.start}; they replace
   *     or add to what the file says
   */
  public static Spec read(Path file, List<String> settings) {
    String content;
    try {
      content = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new SpecException(Place.of(file.toString()), "there is no such file", nearFile(file));
    } catch (CharacterCodingException e) {
      throw new SpecException(
          Place.of(file.toString()), "this is no text in UTF-8", "a spec is a YAML file");
    } catch (IOException e) {
      throw new SpecException(
          Place.of(file.toString()),
          Files.isDirectory(file)
              ? "this is a folder, not a spec"
              : "cannot be read: " + e.getMessage(),
          "");
    }
    return parse(file, content, settings);
  }

  /** A spec that says nothing, for a job that needs none. */
  public static Spec empty(String name) {
    return parse(Path.of(name), "{}", List.of());
  }

  /** Reads the content of a file. */
  public static Spec parse(Path file, String content, List<String> settings) {
    Node document = YamlReader.read(file.toString(), content);
    if (!(document instanceof Node.Mapping)) {
      throw new SpecException(
          Place.of(file.toString()),
          "this is no spec: it must be a group of keys, and is " + document.kind(),
          "a spec begins with keys such as name, data, model and parameters");
    }
    StringBuilder text = new StringBuilder(content);
    if (!settings.isEmpty() && !content.endsWith("\n")) {
      text.append('\n');
    }
    for (String setting : settings) {
      document = Settings.apply(document, setting);
      text.append("# --set ").append(setting.replace("\n", "\n# ")).append('\n');
    }
    Place place = Place.of(file.toString());
    Path parent = file.toAbsolutePath().getParent();
    SpecReader reader =
        new SpecReader(new Folder(parent), new Value("", place, document).fields(KEYS));
    return reader.spec(nameOf(file), text.toString(), Canonical.digest(document));
  }

  private Spec spec(String fileName, String text, String digest) {
    Map<String, ParameterSpec> parameters = new LinkedHashMap<>();
    top.get("parameters")
        .ifPresent(
            v -> v.named().forEach((name, p) -> parameters.put(name, ParameterSpec.read(name, p))));
    Map<String, Double> constants = new LinkedHashMap<>();
    top.get("constants")
        .ifPresent(
            v ->
                v.named()
                    .forEach(
                        (name, c) -> {
                          if (parameters.containsKey(name)) {
                            throw c.error("\"" + name + "\" is a parameter already", "");
                          }
                          constants.put(name, c.number());
                        }));
    Optional<SimulateSpec> simulate = top.get("simulate").map(v -> SimulateSpec.read(v, folder));
    Map<String, LikelihoodSpec> likelihoods = likelihoods(simulate);
    return new Spec(
        top.get("name").map(v -> v.text().value()).orElse(fileName),
        top.get("seed").map(v -> v.whole(Long.MIN_VALUE, Long.MAX_VALUE)).orElse(1L),
        likelihoods,
        Collections.unmodifiableMap(parameters),
        Collections.unmodifiableMap(constants),
        top.get("profile").map(v -> ProfileSpec.read(v, parameters)),
        top.get("evaluate").map(v -> evaluate(v, likelihoods)),
        simulate,
        top.get("moments").map(v -> MomentsSpec.read(v, model(likelihoods), observables(top))),
        top.get("gradient").map(v -> GradientSpec.read(v, model(likelihoods), observables(top))),
        top.get("describe").map(DescribeSpec::read).orElse(DescribeSpec.NONE),
        top.get("convolution").map(ConvolutionSpec::read).orElse(ConvolutionSpec.AUTO),
        top.get("device").map(DeviceSpec::read).orElse(DeviceSpec.ANY),
        text,
        digest,
        top.place());
  }

  private EvaluateSpec evaluate(Value value, Map<String, LikelihoodSpec> likelihoods) {
    return EvaluateSpec.read(value, model(likelihoods), observables(top), folder);
  }

  /** The model, if there is a single one. */
  private static Optional<Text> model(Map<String, LikelihoodSpec> likelihoods) {
    return likelihoods.size() == 1
        ? Optional.of(likelihoods.values().iterator().next().model())
        : Optional.empty();
  }

  private Map<String, LikelihoodSpec> likelihoods(Optional<SimulateSpec> simulate) {
    if (!top.has("likelihoods")) {
      if (!top.has("model")) {
        if (top.has("data")) {
          throw top.error(
              "\"model\" is missing",
              "write how the data came about: model: x ~ normal(mu, sigma)");
        }
        return Map.of();
      }
      return Map.of(ONLY_LIKELIHOOD, likelihood(ONLY_LIKELIHOOD, top, simulate));
    }
    for (String key : List.of("data", "observables", "model")) {
      top.get(key)
          .ifPresent(
              v -> {
                throw v.error(
                    "there are likelihoods already", "move it into the likelihood it belongs to");
              });
    }
    Map<String, LikelihoodSpec> likelihoods = new LinkedHashMap<>();
    top.require("likelihoods", "")
        .named()
        .forEach(
            (name, v) ->
                likelihoods.put(
                    name,
                    likelihood(name, v.fields("data", "observables", "model"), Optional.empty())));
    return Collections.unmodifiableMap(likelihoods);
  }

  private LikelihoodSpec likelihood(String name, Fields fields, Optional<SimulateSpec> simulate) {
    return new LikelihoodSpec(
        name,
        fields.get("data").map(this::data).or(() -> simulate.map(SimulatedData::new)),
        observables(fields),
        fields
            .require("model", "write how the data came about: model: x ~ normal(mu, sigma)")
            .text(),
        fields.place());
  }

  private DataSpec data(Value value) {
    if (value.node() instanceof Node.Mapping mapping && mapping.entries().containsKey("simulate")) {
      return new SimulatedData(SimulateSpec.read(value.fields("simulate").require("simulate", "")));
    }
    if (!value.isGroup()) {
      throw value.error(
          "this must be a group of keys, and is " + value.node().kind(),
          "write { path: FILE }, or { simulate: { events: 1e5 } }");
    }
    return FileData.read(value, folder);
  }

  private static Map<String, ObservableSpec> observables(Fields fields) {
    Map<String, ObservableSpec> observables = new LinkedHashMap<>();
    fields
        .get("observables")
        .ifPresent(
            v ->
                v.named()
                    .forEach((name, o) -> observables.put(name, ObservableSpec.read(name, o))));
    return Collections.unmodifiableMap(observables);
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String nearFile(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try (var files = Files.list(folder)) {
      return Nearest.of(
              file.getFileName().toString(), files.map(f -> f.getFileName().toString()).toList())
          .map(near -> "did you mean \"" + near + "\"?")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
