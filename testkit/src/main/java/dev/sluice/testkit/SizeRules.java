package dev.sluice.testkit;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * How long methods and files may be: 70 and 300 lines. A longer file says why in its first comment, in a sentence that
 * begins with {@value #REASON}; a longer method can't be excused. Files are parsed by the compiler, not guessed at.
 */
public final class SizeRules {
    public static final int METHOD_LINES_MAX = 70;
    public static final int FILE_LINES_MAX = 300;
    public static final String REASON = "Longer than 300 lines because";

    private static final Pattern FIRST_COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*(\\n\\s*//[^\\n]*)*");

    private SizeRules() {}

    /** What is too long among the Java files below a folder; empty when nothing is, and a line when there is no file. */
    public static List<String> violations(Path folder) {
        List<Path> files = javaFiles(folder);
        List<String> wrong = new ArrayList<>();
        if (files.isEmpty()) {
            wrong.add("expected Java files below " + folder.toAbsolutePath());
            return wrong;
        }
        for (Path file : files) {
            tooLong(file).ifPresent(wrong::add);
        }
        wrong.addAll(longMethods(files));
        return wrong;
    }

    private static List<Path> javaFiles(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.util.Optional<String> tooLong(Path file) {
        try {
            String text = Files.readString(file);
            long lines = text.lines().count();
            boolean fits = lines <= FILE_LINES_MAX || saysWhy(text);
            return fits
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(file + " has " + lines + " lines, and no '" + REASON + " ...' at its head");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean saysWhy(String text) {
        Matcher comment = FIRST_COMMENT.matcher(text);
        return comment.find()
                && comment.group().replaceAll("\\s*\\n\\s*(\\*|//)?\\s*", " ").contains(REASON);
    }

    private static List<String> longMethods(List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> wrong = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    manager,
                    problem -> {},
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(files));
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Methods(unit, trees.getSourcePositions(), wrong).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wrong;
    }

    private static final class Methods extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> wrong;

        Methods(CompilationUnitTree unit, SourcePositions positions, List<String> wrong) {
            this.unit = unit;
            this.positions = positions;
            this.wrong = wrong;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            long lines =
                    line(positions.getEndPosition(unit, method)) - line(positions.getStartPosition(unit, method)) + 1;
            if (lines > METHOD_LINES_MAX) {
                wrong.add("%s: method %s has %d lines, at most %d"
                        .formatted(unit.getSourceFile().getName(), method.getName(), lines, METHOD_LINES_MAX));
            }
            return super.visitMethod(method, nothing);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
