package dev.postern.provision.doctor.config;

import dev.postern.kernel.problem.Place;
import dev.postern.kernel.problem.Problem;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.ManifestException;
import java.util.List;

/** The words of HCL 1: names and numbers, quoted text, heredocs, signs. Comments and blanks are left out. */
final class HclWords {
    private final String name;
    private final String text;
    private int at;

    HclWords(String name, String text) {
        this.name = name;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** What a word is. */
    enum Kind {
        /** Also numbers, true and false. */
        NAME,
        TEXT,
        SIGN,
        END
    }

    /** @param text without quotes and escapes */
    record Word(Kind kind, String text, Place place) {
        boolean is(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }
    }

    Word peek() {
        int before = at;
        Word word = next();
        at = before;
        return word;
    }

    Word next() {
        skip();
        Place place = place();
        if (at >= text.length()) {
            return new Word(Kind.END, "", place);
        }
        char c = text.charAt(at);
        if (c == '"') {
            return new Word(Kind.TEXT, quoted(), place);
        }
        if (text.startsWith("<<", at)) {
            return new Word(Kind.TEXT, heredoc(), place);
        }
        if ("{}[]=:,".indexOf(c) >= 0) {
            at++;
            return new Word(Kind.SIGN, String.valueOf(c), place);
        }
        int start = at;
        while (at < text.length() && part(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw wrong("a character that means nothing");
        }
        return new Word(Kind.NAME, text.substring(start, at), place);
    }

    Place place() {
        String before = text.substring(0, at);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(name, line, at - before.lastIndexOf('\n'));
    }

    private static boolean part(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '+';
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#' || text.startsWith("//", at)) {
                at = end("\n");
            } else if (text.startsWith("/*", at)) {
                at = end("*/");
            } else {
                return;
            }
        }
    }

    private int end(String mark) {
        int found = text.indexOf(mark, at);
        return found < 0 ? text.length() : found + mark.length();
    }

    /** Between ${ and } quotes do not end it, as in HCL itself. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        int braces = 0;
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && braces == 0) {
                return value.toString();
            }
            if (c == '\n' && braces == 0) {
                throw wrong("the quotes are open at the end of the line");
            }
            if (c == '$' && at < text.length() && text.charAt(at) == '{') {
                braces++;
            } else if (c == '}' && braces > 0) {
                braces--;
            }
            value.append(c == '\\' && braces == 0 ? escape() : String.valueOf(c));
        }
        throw wrong("the quotes are not closed");
    }

    private String escape() {
        if (at >= text.length()) {
            throw wrong("the quotes are not closed");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case '"', '\\', '/' -> String.valueOf(c);
            case 'u' -> code(4);
            case 'U' -> code(8);
            default -> throw wrong("a backslash with something behind it that means nothing");
        };
    }

    private String code(int digits) {
        String hex = text.substring(at, Math.min(at + digits, text.length()));
        boolean number =
                hex.matches("[0-9a-fA-F]{" + digits + "}") && Character.isValidCodePoint((int) Long.parseLong(hex, 16));
        if (!number) {
            throw wrong("no character has this number");
        }
        at += digits;
        return Character.toString((int) Long.parseLong(hex, 16));
    }

    private String heredoc() {
        at += 2;
        boolean indented = text.startsWith("-", at);
        at += indented ? 1 : 0;
        int line = end("\n");
        String mark = text.substring(at, line).strip();
        at = line;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            int next = end("\n");
            String each = text.substring(at, next);
            at = next;
            if (each.strip().equals(mark)) {
                return value.toString();
            }
            value.append(indented ? each.stripLeading() : each);
        }
        throw wrong("the text after << is not closed");
    }

    private ManifestException wrong(String what) {
        return new ManifestException(List.of(Problem.at(
                place(),
                ManifestCode.SYNTAX,
                name + " is not HCL here: " + what,
                "spire-server validate -config FILE says more")));
    }
}
