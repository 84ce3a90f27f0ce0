package org.pushforward.jobs.spec;

import java.io.Serializable;
import java.util.Locale;
import org.pushforward.engine.expr.Place;

/**
 * {@code device: { platform: nvidia, name: h100 }}: which of the devices that OpenCL offers.
 *
 * @param platform a part of its platform's name, upper or lower case; empty for any
 * @param name a part of its own name, likewise
 */
public record DeviceSpec(String platform, String name, Place place) implements Serializable {
  /** Whichever device. */
  public static final DeviceSpec ANY = new DeviceSpec("", "", Place.of("device"));

  static DeviceSpec read(Value value) {
    Fields fields = value.fields("platform", "name");
    if (!fields.has("platform") && !fields.has("name")) {
      throw value.error("this names no device", "write a part of its name: device: { name: h100 }");
    }
    return new DeviceSpec(part(fields, "platform"), part(fields, "name"), value.place());
  }

  private static String part(Fields fields, String key) {
    return fields.get(key).map(v -> v.text().value()).orElse("");
  }

  /** Whether a device of these names is meant. */
  public boolean matches(String ofPlatform, String ofDevice) {
    return holds(ofPlatform, platform) && holds(ofDevice, name);
  }

  private static boolean holds(String whole, String part) {
    return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
