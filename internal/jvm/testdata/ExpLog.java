import java.util.Random;

/**
 * Prints Math.exp, StrictMath.exp, Math.log and StrictMath.log for some hundred arguments as hexadecimal bits, a line
 * for each: name, argument, value.
 *
 * java ExpLog.java > java17-explog.txt (Java 17 on x86-64)
 */
public class ExpLog {
    public static void main(String[] args) {
        double[] edges = {0, -0.0, 1, -1, 0x1p-54, -0x1p-54, 0x1p-55, 0x1p-28, -0x1p-29, 0.34657359027997264, 0.34657359027997270, 1.0397207708399179, 1.0397207708399181, 709.78, 709.782712893384, 709.7827128933841, -708, -708.3964185322641, -709.5, -710.25, -744.4400719213812, -745.1332191019411, -745.1332191019412, -746, 1000, -1000, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (double x : edges) {
            printExp(x);
            printLog(Math.abs(x));
        }
        for (double x : new double[] {1 - 0x1p-53, 1 + 0x1p-52, 1 + 0x1p-21, 1 - 0x1p-21, 2, 0.5, 0x1p-1022, 0x1p-1030, 0x1.6a09e667f3bccp0, 0x1.6a09e667f3bcep0}) {
            printLog(x);
        }
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            printExp(random.nextGaussian());
            printExp(random.nextGaussian() * 30);
            printExp((random.nextDouble() - 0.5) * 1480);
            printLog(random.nextDouble());
            printLog(1 - Math.scalb(random.nextDouble(), -random.nextInt(50)));
            printLog(StrictMath.exp(random.nextGaussian() * 100));
        }
    }

    private static void printExp(double x) {
        print("exp", x, Math.exp(x));
        print("strict-exp", x, StrictMath.exp(x));
    }

    private static void printLog(double x) {
        print("log", x, Math.log(x));
        print("strict-log", x, StrictMath.log(x));
    }

    private static void print(String name, double x, double y) {
        System.out.printf("%s %016x %016x%n", name, Double.doubleToRawLongBits(x), Double.doubleToRawLongBits(y));
    }
}
