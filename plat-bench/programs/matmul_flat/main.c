#include <stdio.h>
#include <stdlib.h>

static double *filled(int n, int factor) {
  double *cells = malloc(sizeof(double) * (size_t)(n * n));
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      cells[i * n + j] = (i * factor + j) % 7;
  return cells;
}

static double *multiply(const double *a, const double *b, int n) {
  double *c = calloc((size_t)(n * n), sizeof(double));
  for (int i = 0; i < n; i++)
    for (int k = 0; k < n; k++) {
      double aik = a[i * n + k];
      for (int j = 0; j < n; j++)
        c[i * n + j] += aik * b[k * n + j];
    }
  return c;
}

int main(void) {
  int n;
  if (scanf("%d", &n) != 1) n = 400;
  double *b = filled(n, 3);
  double sum = 0.0;
  for (int round = 1; round <= 15; round++) {
    double *a = filled(n, round), *c = multiply(a, b, n);
    for (int i = 0; i < n * n; i++)
      sum += c[i];
    free(a);
    free(c);
  }
  printf("checksum: %.1f\n", sum);
}
