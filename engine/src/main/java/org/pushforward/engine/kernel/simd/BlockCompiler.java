package org.pushforward.engine.kernel.simd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;
import org.codehaus.janino.util.ClassFile;
import org.pushforward.engine.kernel.Program;

/** Compiles programs to code for whole blocks. */
final class BlockCompiler {
  /** Bytecode of a method: HotSpot never compiles one above 8000 bytes. */
  static final int METHOD_LIMIT = 7000;

  /**
   * Bytes of a method as {@link Plan} estimates them, about twice the real ones. Shorter methods
   * spill less, their constants having registers: a mixture's density and gradient, 91 operations,
   * take 5.2 ns a row at 2000 and 6.1 at 3000 (AVX-512, JDK 17).
   */
  private static final int BUDGET = 2000;

  /**
   * @param pointWords the POINT words the code wants
   * @param longestMethod bytes of bytecode
   * @param calls loops run on whole columns
   */
  record Compiled(
      BlockCode code,
      Plan plan,
      int[] pointWords,
      int longestMethod,
      List<ColumnLoop.Call> calls) {}

  private BlockCompiler() {}

  /** Generated code that HotSpot compiles. */
  private record Draft(
      BlockSource source, Plan plan, String text, byte[] bytes, int longestMethod) {

    /** With smaller methods if the estimate of their length was too low. */
    static Draft of(Program program, int lanes) {
      for (int budget = BUDGET; budget > 100; budget /= 2) {
        Plan plan = new Plan(program, budget);
        BlockSource source = new BlockSource(plan, lanes);
        String text = source.text();
        byte[] bytes = BlockCompiler.bytes(text);
        int longest = BlockCompiler.longestMethod(bytes);
        if (longest <= METHOD_LIMIT) {
          return new Draft(source, plan, text, bytes, longest);
        }
      }
      throw new IllegalStateException("a single instruction fills a method");
    }
  }

  static Compiled compile(Program program, int lanes) {
    Draft draft = Draft.of(program, lanes);
    List<ColumnLoop.Call> calls =
        draft.source.repeats().stream()
            .map(
                r -> {
                  int states = r.loop().states();
                  return new ColumnLoop.Call(
                      r.loop().most(),
                      part(r.loop().body().outputs(states, states + 1), lanes),
                      part(r.loop().body().outputs(0, states), lanes),
                      r.inputs(),
                      r.results());
                })
            .toList();
    return new Compiled(
        define(draft.bytes), draft.plan, draft.source.pointWords(), draft.longestMethod, calls);
  }

  private static ColumnLoop.Part part(Program program, int lanes) {
    return new ColumnLoop.Part(program, compile(program, lanes));
  }

  /** The Java that {@link #compile} compiles. */
  static String source(Program program, int lanes) {
    return Draft.of(program, lanes).text;
  }

  private static byte[] bytes(String source) {
    try {
      SimpleCompiler compiler = new SimpleCompiler();
      compiler.setParentClassLoader(BlockCompiler.class.getClassLoader());
      compiler.cook("generated", new StringReader(source));
      Map<String, byte[]> classes = compiler.getBytecodes();
      return classes.values().iterator().next();
    } catch (CompileException | IOException e) {
      throw new IllegalStateException("generated code does not compile:\n" + source, e);
    }
  }

  /** A hidden class sees this package's interface, and goes when its kernel does. */
  private static BlockCode define(byte[] bytes) {
    try {
      return (BlockCode)
          MethodHandles.lookup()
              .defineHiddenClass(bytes, true)
              .lookupClass()
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("generated code does not load", e);
    }
  }

  private static int longestMethod(byte[] bytes) {
    try {
      int longest = 0;
      for (ClassFile.MethodInfo method :
          new ClassFile(new ByteArrayInputStream(bytes)).methodInfos) {
        for (ClassFile.AttributeInfo attribute : method.getAttributes()) {
          if (attribute instanceof ClassFile.CodeAttribute body) {
            longest = Math.max(longest, body.code.length);
          }
        }
      }
      return longest;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
