package dev.postern.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FramedJarsTest {
    @TempDir
    Path folder;

    @Test
    void anOldClassWithABranchIsVerifiedAndRunsAsBefore() throws Exception {
        Path jar = folder.resolve("picocli-0.jar");
        byte[] old = old();
        assertThat(ClassFile.of().parse(old).majorVersion()).isEqualTo(ClassFile.JAVA_5_VERSION);
        write(jar, old);

        FramedJars.main(new String[] {folder.toString()});

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            try (InputStream bytes = Objects.requireNonNull(loader.getResourceAsStream("a/Old.class"))) {
                assertThat(ClassFile.of().parse(bytes.readAllBytes()).majorVersion())
                        .isEqualTo(ClassFile.JAVA_8_VERSION);
            }
            Class<?> loaded = Class.forName("a.Old", true, loader);
            assertThat(loaded.getMethod("sign", int.class).invoke(null, -4)).isEqualTo(-1);
            assertThat(loaded.getMethod("sign", int.class).invoke(null, 4)).isEqualTo(1);
        }
    }

    /** As compiled for Java 5: a branch, and no stack map. */
    private static byte[] old() {
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS)
                .build(
                        ClassDesc.of("a.Old"),
                        builder -> builder.withVersion(ClassFile.JAVA_5_VERSION, 0)
                                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER)
                                .withMethodBody(
                                        "sign",
                                        MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int),
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> {
                                            Label negative = code.newLabel();
                                            code.iload(0)
                                                    .iflt(negative)
                                                    .iconst_1()
                                                    .ireturn()
                                                    .labelBinding(negative)
                                                    .iconst_m1()
                                                    .ireturn();
                                        }));
    }

    private static void write(Path jar, byte[] bytes) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
            Files.createDirectory(files.getPath("a"));
            Files.write(files.getPath("a", "Old.class"), bytes);
        }
    }
}
