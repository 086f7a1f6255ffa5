import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.InvalidReferenceEventHandler;
import org.apache.velocity.context.Context;
import org.apache.velocity.util.introspection.Info;

/**
 * Fills in what Apache Velocity 1.7 makes of the templates in a file, {"variables": {…}, "cases": [{"template": …, "output": …}]}. An error
 * is {"error": true}. Unresolved references are "", as on API Gateway. CONTRIBUTING.md says how to run it.
 */
public final class RenderWithVelocity {
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    Map<?, ?> data = (Map<?, ?>) new Reader(Files.readString(file)).value();
    StringBuilder out = new StringBuilder("{\n  \"variables\": ");
    write(out, data.get("variables"));
    out.append(",\n  \"cases\": [");
    String separator = "\n";
    for (Object each : (List<?>) data.get("cases")) {
      String template = (String) ((Map<?, ?>) each).get("template");
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("template", template);
      String output = render(template, copy(data.get("variables")));
      result.put(output == null ? "error" : "output", output == null ? true : output);
      write(out.append(separator).append("    "), result);
      separator = ",\n";
    }
    Files.writeString(file, out.append("\n  ]\n}\n"));
  }

  private static String render(String template, Object variables) {
    try {
      VelocityEngine engine = new VelocityEngine();
      engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
      engine.init();
      VelocityContext context = new VelocityContext((Map<?, ?>) variables);
      EventCartridge events = new EventCartridge();
      events.addEventHandler(new UnresolvedIsEmpty());
      events.attachToContext(context);
      StringWriter writer = new StringWriter();
      engine.evaluate(context, writer, "template", template);
      return writer.toString();
    } catch (Exception | StackOverflowError error) {
      return null;
    }
  }

  public static final class UnresolvedIsEmpty implements InvalidReferenceEventHandler {
    public Object invalidGetMethod(Context context, String reference, Object object, String property, Info info) {
      return "";
    }

    public boolean invalidSetMethod(Context context, String left, String right, Info info) {
      return false;
    }

    public Object invalidMethod(Context context, String reference, Object object, String method, Info info) {
      return "";
    }
  }

  /** Templates change what they are given. */
  private static Object copy(Object value) {
    if (value instanceof List) {
      List<Object> list = new ArrayList<>();
      for (Object item : (List<?>) value) list.add(copy(item));
      return list;
    }
    if (!(value instanceof Map)) return value;
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) map.put(entry.getKey(), copy(entry.getValue()));
    return map;
  }

  private static void write(StringBuilder out, Object value) {
    if (value instanceof String) {
      out.append('"');
      for (char c : ((String) value).toCharArray()) {
        if (c == '"' || c == '\\') out.append('\\').append(c);
        else if (c == '\n') out.append("\\n");
        else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
        else out.append(c);
      }
      out.append('"');
    } else if (value instanceof List) {
      String separator = "[";
      for (Object item : (List<?>) value) {
        write(out.append(separator), item);
        separator = ", ";
      }
      out.append(separator.equals("[") ? "[]" : "]");
    } else if (value instanceof Map) {
      String separator = "{ ";
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        write(out.append(separator), entry.getKey());
        write(out.append(": "), entry.getValue());
        separator = ", ";
      }
      out.append(separator.equals("{ ") ? "{}" : " }");
    } else out.append(value);
  }

  private static final class Reader {
    private final String text;
    private int at = 0;

    Reader(String text) {
      this.text = text;
    }

    Object value() {
      char c = peek();
      if (c == '"') return string();
      if (c == '[') {
        List<Object> list = new ArrayList<>();
        for (at++; peek() != ']'; ) list.add(value());
        at++;
        return list;
      }
      if (c == '{') {
        Map<String, Object> map = new LinkedHashMap<>();
        for (at++; peek() != '}'; ) map.put((String) value(), value());
        at++;
        return map;
      }
      int from = at;
      while (",]} \n".indexOf(text.charAt(at)) < 0) at++;
      return word(text.substring(from, at));
    }

    private char peek() {
      while (", :\n".indexOf(text.charAt(at)) >= 0) at++;
      return text.charAt(at);
    }

    private String string() {
      StringBuilder result = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        char c = text.charAt(at);
        if (c != '\\') {
          result.append(c);
          continue;
        }
        c = text.charAt(++at);
        if (c == 'u') {
          result.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
        } else result.append(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
      }
      at++;
      return result.toString();
    }

    private static Object word(String word) {
      if (word.equals("null")) return null;
      if (word.equals("true") || word.equals("false")) return Boolean.valueOf(word);
      if (word.contains(".") || word.contains("e")) return Double.valueOf(word);
      long number = Long.parseLong(word);
      return number == (int) number ? (Object) (int) number : (Object) number;
    }
  }
}
