package dev.dsync.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What one source file shows without being compiled: its lines, types, methods and switches. */
record SourceFile(
        Path path,
        String packageName,
        List<String> lines,
        List<Type> types,
        List<Method> methods,
        List<Integer> openSwitchLines,
        List<Integer> suppressionLines) {

    /** A type as declared; nested ones are named {@code Outer.Inner}. */
    record Type(String name, boolean topLevel, boolean isPublic, boolean documented, int line) {}

    /** A method or constructor as declared, named {@code Type.method}. */
    record Method(String name, int line, int lineCount) {}

    static List<SourceFile> under(Path directory) throws IOException {
        List<Path> paths;
        try (var walk = Files.walk(directory)) {
            paths = walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
        }
        return paths.isEmpty() ? List.of() : parse(paths);
    }

    static List<SourceFile> parse(List<Path> paths) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(paths));
            DocTrees trees = DocTrees.instance(task);
            List<SourceFile> sources = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(Reader.read(unit, trees));
            }
            return sources;
        }
    }

    String fileName() {
        return path.getFileName().toString();
    }

    String at(int line) {
        return Project.ROOT.relativize(path.toAbsolutePath()) + ":" + line;
    }

    /** Gathers a file's facts in one walk of its tree. */
    private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final List<Type> types = new ArrayList<>();
        private final List<Method> methods = new ArrayList<>();
        private final List<Integer> openSwitchLines = new ArrayList<>();
        private final List<Integer> suppressionLines = new ArrayList<>();

        private Reader(CompilationUnitTree unit, DocTrees trees) {
            this.unit = unit;
            this.trees = trees;
        }

        static SourceFile read(CompilationUnitTree unit, DocTrees trees) throws IOException {
            Reader reader = new Reader(unit, trees);
            reader.scan(new TreePath(unit), null);
            Path path = Path.of(unit.getSourceFile().toUri());
            return new SourceFile(
                    path,
                    String.valueOf(unit.getPackageName()),
                    Files.readAllLines(path),
                    reader.types,
                    reader.methods,
                    reader.openSwitchLines,
                    reader.suppressionLines);
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
            if (!tree.getSimpleName().isEmpty()) {
                boolean topLevel = getCurrentPath().getParentPath().getLeaf().equals(unit);
                boolean isPublic = tree.getModifiers().getFlags().contains(Modifier.PUBLIC);
                boolean documented = trees.getDocComment(getCurrentPath()) != null;
                types.add(new Type(typeName(), topLevel, isPublic, documented, line(tree)));
            }
            return super.visitClass(tree, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
            int first = line(tree);
            SourcePositions positions = trees.getSourcePositions();
            int last = (int) unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
            methods.add(new Method(typeName() + "." + tree.getName(), first, last - first + 1));
            return super.visitMethod(tree, null);
        }

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void unused) {
            if (tree.getAnnotationType().toString().endsWith("SuppressWarnings")) {
                suppressionLines.add(line(tree));
            }
            return super.visitAnnotation(tree, null);
        }

        @Override
        public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
            noteIfOpen(tree, tree.getCases());
            return super.visitSwitch(tree, null);
        }

        @Override
        public @Nullable Void visitSwitchExpression(
                SwitchExpressionTree tree, @Nullable Void unused) {
            noteIfOpen(tree, tree.getCases());
            return super.visitSwitchExpression(tree, null);
        }

        /** A switch over types with a default: a new permitted type would not break the build. */
        private void noteIfOpen(Tree tree, List<? extends CaseTree> cases) {
            var labels = cases.stream().flatMap(each -> each.getLabels().stream()).toList();
            boolean overTypes =
                    labels.stream()
                            .anyMatch(
                                    label ->
                                            label instanceof PatternCaseLabelTree pattern
                                                    && (pattern.getPattern()
                                                                    instanceof BindingPatternTree
                                                            || pattern.getPattern()
                                                                    instanceof
                                                                    DeconstructionPatternTree));
            if (overTypes && labels.stream().anyMatch(DefaultCaseLabelTree.class::isInstance)) {
                openSwitchLines.add(line(tree));
            }
        }

        private String typeName() {
            List<String> names = new ArrayList<>();
            for (Tree tree : getCurrentPath()) {
                if (tree instanceof ClassTree type && !type.getSimpleName().isEmpty()) {
                    names.addFirst(type.getSimpleName().toString());
                }
            }
            return String.join(".", names);
        }

        private int line(Tree tree) {
            long start = trees.getSourcePositions().getStartPosition(unit, tree);
            return (int) unit.getLineMap().getLineNumber(start);
        }
    }
}
